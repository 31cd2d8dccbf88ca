import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import type {
  ArrayFieldItemTemplateProps, ArrayFieldTemplateProps, FieldTemplateProps, MultiSchemaFieldTemplateProps, ObjectFieldTemplateProps,
} from '@rjsf/utils'; // prettier-ignore
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Labelled } from './Labelled.js';

function FieldTemplate({
  id,
  label,
  displayLabel,
  required,
  rawDescription,
  rawErrors,
  hidden,
  children,
  schema,
}: FieldTemplateProps) {
  if (hidden) return <div hidden>{children}</div>;
  const container =
    schema.type === 'object' || (schema.type === 'array' && !schema['x-widget']) || schema.oneOf !== undefined;
  const boolean = schema.type === 'boolean';
  return (
    <Labelled
      id={id}
      label={displayLabel && !boolean ? label : undefined}
      htmlFor={id}
      required={required}
      hint={container || boolean ? undefined : rawDescription}
      errors={rawErrors}
    >
      {children}
    </Labelled>
  );
}

function ObjectFieldTemplate({ title, description, properties, fieldPathId }: ObjectFieldTemplateProps) {
  // The form's own title is the card's head already.
  const isRoot = fieldPathId.path.length === 0 || typeof fieldPathId.path.at(-1) === 'number';
  return (
    <div className="je-object">
      {title && !isRoot ? <div className="je-label">{title}</div> : null}
      {description ? <p className="je-hint">{description}</p> : null}
      {properties
        .filter((property) => !property.hidden)
        .map((property) => (
          <div key={property.name} className="je-property">
            {property.content}
          </div>
        ))}
    </div>
  );
}

function ArrayFieldTemplate({
  title,
  schema,
  items,
  canAdd,
  onAddClick,
  required,
  readonly,
  disabled,
}: ArrayFieldTemplateProps) {
  const { t } = useTranslation('editor');
  return (
    <div className="je-list" role="group" aria-label={title}>
      {title ? (
        <div className="je-label">
          {title}
          {required ? <span className="je-required" aria-hidden="true" /> : null}
        </div>
      ) : null}
      {schema.description ? <p className="je-hint">{schema.description}</p> : null}
      {items}
      {canAdd && !readonly && !disabled ? (
        <Button type="dashed" block icon={<PlusOutlined />} onClick={onAddClick}>
          {t('form.add')}
        </Button>
      ) : null}
    </div>
  );
}

function ArrayFieldItemTemplate({ children, buttonsProps, index, totalItems, readonly }: ArrayFieldItemTemplateProps) {
  const { t } = useTranslation('editor');
  const { hasMoveUp, hasMoveDown, hasRemove, onMoveUpItem, onMoveDownItem, onRemoveItem } = buttonsProps;
  return (
    <div className="je-item">
      <div className="je-item-fields">{children}</div>
      {readonly ? null : (
        <div className="je-item-tools">
          <span className="je-item-number">{index + 1}</span>
          {totalItems > 1 ? (
            <>
              <Button
                type="text"
                size="small"
                icon={<ArrowUpOutlined />}
                aria-label={t('form.up')}
                disabled={!hasMoveUp}
                onClick={onMoveUpItem}
              />
              <Button
                type="text"
                size="small"
                icon={<ArrowDownOutlined />}
                aria-label={t('form.down')}
                disabled={!hasMoveDown}
                onClick={onMoveDownItem}
              />
            </>
          ) : null}
          {hasRemove ? (
            <Button
              type="text"
              size="small"
              icon={<DeleteOutlined />}
              aria-label={t('form.remove')}
              onClick={onRemoveItem}
            />
          ) : null}
        </div>
      )}
    </div>
  );
}

/** A choice of variants: the selector, then the fields of the variant. */
function MultiSchemaFieldTemplate({ selector, optionSchemaField }: MultiSchemaFieldTemplateProps) {
  return (
    <div className="je-variants">
      {selector}
      {optionSchemaField}
    </div>
  );
}

const Nothing = () => null;

export const TEMPLATES = {
  FieldTemplate,
  ObjectFieldTemplate,
  ArrayFieldTemplate,
  ArrayFieldItemTemplate,
  MultiSchemaFieldTemplate,
  // Drawn by the field template above, in one place for all fields.
  ErrorListTemplate: Nothing,
  FieldErrorTemplate: Nothing,
  ButtonTemplates: { SubmitButton: Nothing },
};
