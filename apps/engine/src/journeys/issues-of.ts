import {
  child,
  isPublishable,
  validate,
  visitFields,
  type JourneyDocument,
  type NodeCatalogue,
} from '@sojourn/journey';
import type { Issue, Json } from '@sojourn/kernel';
import { collections, couponPools, type Reader } from '@sojourn/storage';

/**
 * Everything that can be said of a drawing before it goes live: its form and its nodes (journey), its templates (content),
 * and whether what it names exists in the workspace.
 */
export async function issuesOf(
  read: Reader,
  workspaceId: number,
  document: JourneyDocument,
  catalogue: NodeCatalogue,
): Promise<Issue[]> {
  const issues = validate(document, catalogue);
  // Fields are looked into only where the drawing is sound: elsewhere a value may be anything.
  if (!isPublishable(issues)) return issues;
  const fields = fieldsOf(document, catalogue);
  return [...issues, ...(await templateIssues(fields)), ...(await missingReferences(read, workspaceId, fields))];
}

interface Field {
  readonly nodeId: string;
  readonly widget: string;
  readonly value: string;
  readonly pointer: string;
}

function fieldsOf({ nodes }: JourneyDocument, catalogue: NodeCatalogue): Field[] {
  const fields = new Map<string, Field>();
  nodes.forEach(({ id, type, config }, i) => {
    const found = (schema: { readonly [key: string]: Json }, value: Json, pointer: string): void => {
      const widget = schema['x-widget'];
      if (typeof value === 'string' && value !== '' && typeof widget === 'string')
        fields.set(pointer, { nodeId: id, widget, value, pointer });
    };
    visitFields(catalogue.get(type)?.configSchema, config, found, child(child('/nodes', i), 'config'));
  });
  return [...fields.values()];
}

async function templateIssues(fields: readonly Field[]): Promise<Issue[]> {
  const templates = fields.filter(({ widget }) => widget === 'liquid' || widget === 'mjml');
  if (templates.length === 0) return [];
  const { checkTemplate } = await import('@sojourn/content');
  return templates.flatMap(({ value, nodeId, pointer }) =>
    checkTemplate(value).map((issue) => ({ ...issue, nodeId, pointer })),
  );
}

async function missingReferences(read: Reader, workspaceId: number, fields: readonly Field[]): Promise<Issue[]> {
  const named = (widget: string): Field[] => fields.filter((field) => field.widget === widget);
  const missing = (wanted: readonly Field[], there: readonly { id: number; name: string }[]): Field[] =>
    wanted.filter(({ value }) => !there.some(({ id, name }) => String(id) === value || name === value));
  const pools = named('coupon-pool');
  const sets = named('collection');
  return [
    ...(pools.length === 0 ? [] : missing(pools, await couponPools.list(read, workspaceId))).map((field) =>
      absent(field, 'reference.no-coupon-pool', 'coupon pool', '优惠券池'),
    ),
    ...(sets.length === 0 ? [] : missing(sets, await collections.list(read, workspaceId))).map((field) =>
      absent(field, 'reference.no-collection', 'collection', '藏品系列'),
    ),
  ];
}

function absent({ nodeId, pointer, value }: Field, code: string, what: string, whatZh: string): Issue {
  return {
    severity: 'error',
    code,
    nodeId,
    pointer,
    message: {
      en: `There is no ${what} “${value}” in this workspace. Choose one that exists, or create it first.`,
      'zh-CN': `工作区里没有${whatZh}「${value}」。请选择已有的，或先创建。`,
    },
  };
}
