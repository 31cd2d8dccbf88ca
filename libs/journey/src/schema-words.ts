import type { JsonObject, LocalText } from '@sojourn/kernel';
import type { ErrorObject } from 'ajv';
import { child, stepsOf } from './pointer.js';

export interface SchemaWords {
  /** `required`, `type`, `range`, `length`, `items`, `choice`, `pattern`, `unknown-field`, `duplicate` or `form`. */
  readonly kind: string;
  /** Pointer to the field the sentence is about. */
  readonly at: string;
  readonly message: LocalText;
}

/** One Ajv error as a sentence for the person who filled in the form. */
export function wordsFor(error: ErrorObject): SchemaWords {
  const at = error.instancePath;
  const field = nameOf(error.parentSchema as JsonObject | undefined, at);
  const p = error.params as Record<string, unknown>;
  const say = (kind: string, en: string, zh: string, pointer = at): SchemaWords => ({
    kind,
    at: pointer,
    message: { en, 'zh-CN': zh },
  });

  switch (error.keyword) {
    case 'required': {
      const key = String(p['missingProperty']);
      const missing = nameOf(propertySchema(error.parentSchema, key), child(at, key));
      return say('required', `${missing.en} is missing.`, `缺少${missing['zh-CN']}。`, child(at, key));
    }
    case 'additionalProperties':
    case 'unevaluatedProperties': {
      const key = String(p['additionalProperty'] ?? p['unevaluatedProperty']).slice(0, 60);
      return say(
        'unknown-field',
        `The field "${key}" is not known here. Remove it.`,
        `此处不支持字段“${key}”，请删除。`,
        child(at, key),
      );
    }
    case 'type': {
      const types = [p['type']].flat().map(String);
      const en = types.map((type) => TYPES[type]?.en ?? type).join(' or ');
      const zh = types.map((type) => TYPES[type]?.['zh-CN'] ?? type).join('或');
      return say('type', `${field.en} must be ${en}.`, `${field['zh-CN']}应为${zh}。`);
    }
    case 'enum':
    case 'const': {
      const allowed = listOf(error.keyword === 'enum' ? (p['allowedValues'] as unknown[]) : [p['allowedValue']]);
      return say('choice', `${field.en} must be one of: ${allowed}.`, `${field['zh-CN']}只能是：${allowed}。`);
    }
    case 'discriminator': {
      const tag = String(p['tag']);
      const allowed = listOf(tagValues(error.parentSchema as JsonObject | undefined, tag));
      return say('choice', `"${tag}" must be one of: ${allowed}.`, `“${tag}”只能是：${allowed}。`, child(at, tag));
    }
    case 'minimum':
    case 'exclusiveMinimum':
    case 'maximum':
    case 'exclusiveMaximum': {
      const limit = String(p['limit']);
      const [en, zh] = COMPARE[String(p['comparison'])] ?? ['at', '为'];
      return say('range', `${field.en} must be ${en} ${limit}.`, `${field['zh-CN']}应${zh} ${limit}。`);
    }
    case 'multipleOf':
      return say(
        'range',
        `${field.en} must be a multiple of ${p['multipleOf']}.`,
        `${field['zh-CN']}应为 ${p['multipleOf']} 的倍数。`,
      );
    case 'minLength':
      if (p['limit'] === 1) return say('length', `${field.en} is empty.`, `${field['zh-CN']}不能为空。`);
      return say(
        'length',
        `${field.en} needs at least ${p['limit']} characters.`,
        `${field['zh-CN']}至少需要 ${p['limit']} 个字符。`,
      );
    case 'maxLength':
      return say(
        'length',
        `${field.en} has more than ${p['limit']} characters.`,
        `${field['zh-CN']}不能超过 ${p['limit']} 个字符。`,
      );
    case 'minItems':
      return say('items', `${field.en} needs at least ${p['limit']}.`, `${field['zh-CN']}至少需要 ${p['limit']} 项。`);
    case 'maxItems':
      return say('items', `${field.en} may have at most ${p['limit']}.`, `${field['zh-CN']}最多 ${p['limit']} 项。`);
    case 'minProperties':
    case 'maxProperties':
      return say(
        'items',
        `${field.en} has too few or too many fields (limit ${p['limit']}).`,
        `${field['zh-CN']}的字段数量不符合要求（限 ${p['limit']}）。`,
      );
    case 'uniqueItems':
      return say('duplicate', `${field.en} lists the same value twice.`, `${field['zh-CN']}中有重复的值。`);
    case 'pattern':
    case 'format': {
      const hint = hintOf(error.parentSchema as JsonObject | undefined, String(p['pattern'] ?? p['format']));
      return say('pattern', `${field.en} must be ${hint.en}.`, `${field['zh-CN']}应为：${hint['zh-CN']}。`);
    }
    default:
      return say(
        'form',
        `${field.en} is not filled in a way that is allowed here.`,
        `${field['zh-CN']}的填写方式不符合要求。`,
      );
  }
}

/** The field's title in quotes, or the last step of its pointer. */
function nameOf(schema: JsonObject | undefined, pointer: string): LocalText {
  const last = stepsOf(pointer).at(-1);
  const fallback = last === undefined ? null : /^\d+$/.test(last) ? Number(last) + 1 : last;
  const title = schema?.['title'];
  const chinese = (schema?.['x-zh-CN'] as JsonObject | undefined)?.['title'];
  if (typeof title === 'string')
    return { en: `"${title}"`, 'zh-CN': `“${typeof chinese === 'string' ? chinese : title}”` };
  if (fallback === null) return { en: 'The value', 'zh-CN': '该值' };
  return typeof fallback === 'number'
    ? { en: `Item ${fallback}`, 'zh-CN': `第 ${fallback} 项` }
    : { en: `"${fallback}"`, 'zh-CN': `“${fallback}”` };
}

function propertySchema(parent: unknown, key: string): JsonObject | undefined {
  const properties = (parent as { properties?: Record<string, JsonObject> } | undefined)?.properties;
  return properties && Object.hasOwn(properties, key) ? properties[key] : undefined;
}

function tagValues(schema: JsonObject | undefined, tag: string): unknown[] {
  const branches = (schema?.['oneOf'] ?? []) as readonly {
    properties?: Record<string, { const?: unknown; enum?: unknown[] }>;
  }[];
  return branches.flatMap((branch) => {
    const values = branch.properties?.[tag];
    return values?.enum ?? [values?.const];
  });
}

function hintOf(schema: JsonObject | undefined, pattern: string): LocalText {
  const hint = schema?.['x-hint'];
  const chinese = (schema?.['x-zh-CN'] as JsonObject | undefined)?.['hint'];
  if (typeof hint === 'string') return { en: hint, 'zh-CN': typeof chinese === 'string' ? chinese : hint };
  if (typeof hint === 'object' && hint !== null && 'en' in hint) return hint as unknown as LocalText;
  return { en: `of the form ${pattern}`, 'zh-CN': `符合格式 ${pattern} 的内容` };
}

function listOf(values: readonly unknown[]): string {
  return values
    .slice(0, 12)
    .map((value) => (typeof value === 'string' ? value : JSON.stringify(value)))
    .join(', ');
}

const TYPES: { readonly [type: string]: LocalText } = {
  string: { en: 'text', 'zh-CN': '文本' },
  number: { en: 'a number', 'zh-CN': '数字' },
  integer: { en: 'a whole number', 'zh-CN': '整数' },
  boolean: { en: 'yes or no', 'zh-CN': '是或否' },
  array: { en: 'a list', 'zh-CN': '列表' },
  object: { en: 'an object', 'zh-CN': '对象' },
  null: { en: 'empty', 'zh-CN': '空值' },
};

const COMPARE: { readonly [sign: string]: readonly [string, string] } = {
  '>=': ['at least', '不小于'],
  '>': ['more than', '大于'],
  '<=': ['at most', '不大于'],
  '<': ['less than', '小于'],
};
