import type { Issue, LocalText } from '@sojourn/kernel';
import { child } from '@sojourn/journey';
import { HOLE } from '../filled.js';
import type { NodeSpec } from '../node-spec.js';
import type { PluginManifest } from '../plugin-manifest.js';
import { issue, type At } from './issue.js';

/** A text's holes are its parameters: both languages fill the same. */
export function nodeTexts({ part: node, at }: At<NodeSpec>): Issue[] {
  return holeIssues([
    [`${at}/summary`, node.summary],
    ...(node.summaries ?? []).map(({ text }, index): Text => [`${at}/summaries/${index}/text`, text]),
    ...Object.entries(node.reasons).map(([code, words]): Text => [child(`${at}/reasons`, code), words]),
  ]);
}

export function pluginTexts({ texts = {} }: PluginManifest): Issue[] {
  return holeIssues(Object.entries(texts).map(([key, words]): Text => [child('/texts', key), words]));
}

type Text = [pointer: string, words: LocalText];

function holeIssues(texts: readonly Text[]): Issue[] {
  return texts
    .filter(([, words]) => holes(words.en) !== holes(words['zh-CN']))
    .map(([pointer]) =>
      issue(
        'manifest.holes-differ',
        pointer,
        'The two languages have different {holes}.',
        '两种语言中的 {占位符} 不一致。',
      ),
    );
}

function holes(line: string): string {
  return [...line.matchAll(HOLE)]
    .map(([, name]) => name)
    .sort()
    .join();
}
