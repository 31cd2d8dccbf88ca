import { CloseCircleFilled, WarningFilled } from '@ant-design/icons';
import type { Issue, Language } from '@sojourn/canvas';

/** Problems of a step that belong to none of its fields. Warnings are quiet: a way out may well be left open. */
export function IssueNotes({ issues, language }: { readonly issues: readonly Issue[]; readonly language: Language }) {
  if (issues.length === 0) return null;
  return (
    <ul className="je-notes">
      {issues.map((issue) => (
        <li key={`${issue.code} ${issue.pointer} ${issue.message.en}`} data-severity={issue.severity}>
          {issue.severity === 'error' ? <CloseCircleFilled /> : <WarningFilled />}
          <span>{issue.message[language]}</span>
        </li>
      ))}
    </ul>
  );
}
