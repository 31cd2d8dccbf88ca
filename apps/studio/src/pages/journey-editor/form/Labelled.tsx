import type { ReactNode } from 'react';

interface LabelledProps {
  /** Id of the field; `data-field` is what a problem's pointer is looked up by. */
  readonly id: string;
  readonly label?: ReactNode;
  /** Of the input the label belongs to; absent for groups. */
  readonly htmlFor?: string | undefined;
  readonly required?: boolean | undefined;
  readonly hint?: ReactNode;
  readonly errors?: readonly string[] | undefined;
  readonly extra?: ReactNode;
  readonly children: ReactNode;
}

/** A field as every form of the inspector draws it: label above, hint and errors below. */
export function Labelled({ id, label, htmlFor, required, hint, errors, extra, children }: LabelledProps) {
  return (
    <div className="je-field" data-field={id} data-bad={errors && errors.length > 0 ? true : undefined}>
      {label || extra ? (
        <div className="je-field-head">
          {label ? (
            <label className="je-label" htmlFor={htmlFor}>
              {label}
              {required ? <span className="je-required" aria-hidden="true" /> : null}
            </label>
          ) : null}
          {extra}
        </div>
      ) : null}
      {children}
      {hint ? <p className="je-hint">{hint}</p> : null}
      {errors?.map((error) => (
        <p key={error} className="je-error" role="alert">
          {error}
        </p>
      ))}
    </div>
  );
}
