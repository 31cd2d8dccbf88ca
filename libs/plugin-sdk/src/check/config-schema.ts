import type { Issue, Json, JsonObject } from '@sojourn/kernel';
import { child, patternCost, patternSteps } from '@sojourn/journey';
import { issue } from './issue.js';

const MOST_CHARACTERS = 128 * 1024;
const LONGEST_PATTERN = 500;
/** A text of n characters then costs at most n to this power. */
const MOST_REPEATS = 3;
const FEW = 10;
/** A text of so many characters must be read in so many steps: choices one behind the other multiply. */
const A_FEW_WORDS = 200;
const MOST_STEPS = 1e8;

/**
 * A config schema is carried out in the host's own process, for every draft: a pattern that takes minutes on a short text, or a
 * reference to elsewhere, has no place in one. Refuses more than is dangerous, never less.
 */
export function configSchemaIssues(schema: JsonObject, pointer: string): Issue[] {
  if (JSON.stringify(schema).length > MOST_CHARACTERS)
    return [issue('manifest.schema-too-large', pointer, 'The schema has more than 128 KiB.', '配置结构超过 128 KiB。')];
  return walk(schema, pointer);
}

/** Keywords whose value is a map of schemas: its keys are names, not keywords. */
const MAPS = new Set(['properties', 'patternProperties', 'dependentSchemas']);
/** Keywords whose value is data. */
const DATA = new Set(['enum', 'const', 'default', 'examples', 'required', 'dependentRequired']);

function walk(part: Json, pointer: string): Issue[] {
  if (Array.isArray(part)) return part.flatMap((item: Json, index) => walk(item, `${pointer}/${index}`));
  if (typeof part !== 'object' || part === null) return [];
  return Object.entries(part as JsonObject).flatMap(([key, value]) => {
    const at = child(pointer, key);
    // `$ref` and its kind lead elsewhere; `$async` would answer a promise that nobody awaits.
    if (key.startsWith('$')) return [reference(at)];
    if (DATA.has(key) || key.startsWith('x-')) return [];
    if (key === 'pattern') return typeof value === 'string' && isTame(value) ? [] : [wild(at)];
    if (!MAPS.has(key)) return walk(value, at);
    return Object.entries((value ?? {}) as JsonObject).flatMap(([name, schema]) => [
      ...(key === 'patternProperties' && !isTame(name) ? [wild(at)] : []),
      ...walk(schema, child(at, name)),
    ]);
  });
}

function reference(at: string): Issue {
  const en = 'Keywords that begin with $ are not followed; write the part out.';
  return issue('manifest.reference', at, en, '不支持以 $ 开头的关键字，请直接写出该部分。');
}

function wild(at: string): Issue {
  const en = `This pattern may take very long on some texts: begin it with ^, repeat no group that repeats or chooses inside, repeat at most ${MOST_REPEATS} times in all, and put few choices one behind the other.`;
  const zh = `该正则在某些文本上可能非常慢：请以 ^ 开头，不要重复内部含重复或分支的分组，重复总数不超过 ${MOST_REPEATS} 个，并少用连续的可选项。`;
  return issue('manifest.wild-pattern', at, en, zh);
}

/**
 * Whether a pattern is quick on texts of a bearable length: nothing that repeats or chooses is repeated itself, little is repeated
 * at all, and what is repeated is not looked for from every place anew.
 */
export function isTame(pattern: string): boolean {
  if (pattern.length > LONGEST_PATTERN || patternSteps(patternCost(pattern), A_FEW_WORDS) > MOST_STEPS) return false;
  // Escapes and classes are one character each to what follows.
  const plain = pattern.replaceAll(/\\./g, 'x').replaceAll(/\[[^\]]*\]/g, 'x');
  // For each open group, whether it repeats, chooses or is optional inside.
  const open: boolean[] = [];
  let repeats = 0;
  for (let at = 0; at < plain.length; at++) {
    const quantifier = /^(?:[*+?]|\{(\d+)(,?)(\d*)\})/.exec(plain.slice(at));
    if (plain[at] === '(') {
      open.push(false);
      if (plain[at + 1] === '?') at++;
    } else if (plain[at] === ')') {
      const varies = open.pop() ?? false;
      if (varies && /^(?:[*+]|\{\d)/.test(plain.slice(at + 1))) return false;
      if (varies && open.length > 0) open[open.length - 1] = true;
    } else if (plain[at] === '|' || quantifier) {
      if (open.length > 0) open[open.length - 1] = true;
      if (quantifier && isLong(quantifier) && ++repeats > MOST_REPEATS) return false;
      if (quantifier) at += quantifier[0].length - 1;
    }
  }
  return repeats === 0 || plain.startsWith('^');
}

/** Whether a quantifier leaves many lengths open: `*`, `+`, `{2,}`, `{1,200}`. */
function isLong([text, least, comma, most]: RegExpExecArray): boolean {
  if (least === undefined) return text !== '?';
  return comma === ',' && (most === '' || Number(most) - Number(least) > FEW);
}
