import type { FieldProps } from '@rjsf/utils';
import { lazy, Suspense, type ComponentType } from 'react';
import { ArmsField } from './fields/ArmsField.js';
import { ConditionField, EventFilterField } from './fields/ConditionField.js';
import { CollectionField, CouponPoolField } from './fields/ReferenceField.js';
import { DurationField } from './fields/DurationField.js';
import { FieldsField } from './fields/FieldsField.js';
import { IdField } from './fields/IdField.js';
import { AttributeField, EventNameField, TagsField } from './fields/NameFields.js';
import { MessageField, SubjectField } from './fields/TemplateField.js';
import { TimeField } from './fields/TimeField.js';
import { WeekdaysField } from './fields/WeekdaysField.js';

/** Monaco weighs more than the rest of the editor: it comes when a script is opened. */
const LazyCodeField = lazy(() => import('./fields/CodeField.js'));

function CodeField(props: FieldProps) {
  return (
    <Suspense fallback={<div className="je-code" aria-busy="true" />}>
      <LazyCodeField {...props} />
    </Suspense>
  );
}

/** What a manifest's `x-widget` asks for. An unknown name falls back to the plain field of its type. */
export const RICH_FIELDS: Readonly<Record<string, ComponentType<FieldProps>>> = {
  arms: ArmsField,
  attribute: AttributeField,
  code: CodeField,
  collection: CollectionField,
  condition: ConditionField,
  'coupon-pool': CouponPoolField,
  duration: DurationField,
  'event-filter': EventFilterField,
  'event-name': EventNameField,
  fields: FieldsField,
  id: IdField,
  liquid: SubjectField,
  mjml: MessageField,
  tags: TagsField,
  time: TimeField,
  weekdays: WeekdaysField,
};
