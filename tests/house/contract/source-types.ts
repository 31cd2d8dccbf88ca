import ts from 'typescript';
import { text } from '../packages.js';

/** What a file exports, in the words of its doc comments, as Markdown. `only` chooses and orders; all of it when absent. */
export function exportsOf(file: string, only?: readonly string[]): string {
  const source = ts.createSourceFile(file, text(file), ts.ScriptTarget.Latest, true);
  const found = new Map(source.statements.flatMap((one) => (isExported(one) ? [[nameOf(one), one] as const] : [])));
  const names = only ?? [...found.keys()];
  return names
    .map((name) => {
      const statement = found.get(name);
      if (!statement) throw new Error(`${file} exports no ${name}.`);
      return section(statement, source);
    })
    .join('\n\n');
}

function isExported(node: ts.Statement): boolean {
  return ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword); // prettier-ignore
}

function nameOf(node: ts.Statement): string {
  if (ts.isVariableStatement(node)) return node.declarationList.declarations[0]?.name.getText() ?? '';
  return (node as ts.Statement & { readonly name?: ts.Identifier }).name?.text ?? '';
}

function section(node: ts.Statement, source: ts.SourceFile): string {
  const words = docOf(node);
  const head = `### ${nameOf(node)}`;
  if (ts.isInterfaceDeclaration(node)) {
    const bases = (node.heritageClauses ?? []).flatMap(({ types }) => types.map((one) => `\`${one.getText(source)}\``));
    const rows = node.members.flatMap((member) => rowsOf(member, '', source));
    const examples = rows.flatMap(({ example }) => example);
    const table = ['| field | type | |', '| --- | --- | --- |', ...rows.map(({ line }) => line)].join('\n');
    const more = bases.length > 0 ? `Besides, what ${bases.join(' and ')} has.` : '';
    return [head, words, rows.length > 0 ? table : '', more, ...examples].filter((part) => part !== '').join('\n\n');
  }
  return [head, words, `\`\`\`ts\n${declarationOf(node, source)}\n\`\`\``].filter((part) => part !== '').join('\n\n');
}

/** A declaration without its body. */
function declarationOf(node: ts.Statement, source: ts.SourceFile): string {
  const whole = node.getText(source).replace(/^export (default )?/, '');
  if (ts.isFunctionDeclaration(node) && node.body) return `${source.text.slice(node.getStart(source), node.body.getStart(source)).replace(/^export /, '').trim()};`; // prettier-ignore
  return whole;
}

interface Row {
  readonly line: string;
  /** Code out of a member's comment: it has no place in a table. */
  readonly example: readonly string[];
}

/** A row for each member; an object within is laid open: `icons.light`, `outcomes[].status`. */
function rowsOf(member: ts.TypeElement, prefix: string, source: ts.SourceFile): Row[] {
  const name = `${prefix}${member.name?.getText(source) ?? ''}`;
  const optional = member.questionToken ? '?' : '';
  const words = docOf(member);
  const example = [...words.matchAll(/```ts\n[\s\S]*?```/g)].map(([code]) => code);
  const plain = words.replaceAll(/```ts\n[\s\S]*?```/g, '').replaceAll(/\s*\n\s*/g, ' ').trim().replace(/:$/, '.'); // prettier-ignore
  const row = (type: string): Row => ({ line: `| \`${name}${optional}\` | ${type} | ${cell(plain)} |`, example });
  if (ts.isMethodSignature(member)) {
    const parameters = member.parameters.map((one) => one.getText(source)).join(', ');
    return [row(code(`(${parameters}) => ${member.type?.getText(source) ?? 'void'}`))];
  }
  const type = ts.isPropertySignature(member) ? member.type : undefined;
  const literal = type && literalIn(type);
  if (!literal || literal.of.members.some(ts.isIndexSignatureDeclaration)) return [row(code(type?.getText(source) ?? ''))]; // prettier-ignore
  const inner = literal.of.members.flatMap((one) => rowsOf(one, `${name}${literal.isList ? '[]' : ''}.`, source));
  return plain === '' && example.length === 0 ? inner : [row(literal.isList ? 'list' : 'object'), ...inner];
}

function literalIn(type: ts.TypeNode): { readonly of: ts.TypeLiteralNode; readonly isList: boolean } | undefined {
  if (ts.isTypeLiteralNode(type)) return { of: type, isList: false };
  if (ts.isTypeOperatorNode(type)) return literalIn(type.type);
  if (ts.isParenthesizedTypeNode(type)) return literalIn(type.type);
  const element = ts.isArrayTypeNode(type) ? literalIn(type.elementType) : undefined;
  return element && { of: element.of, isList: true };
}

const code = (type: string): string =>
  `\`${cell(
    type
      .replaceAll(/\breadonly /g, '')
      .replaceAll(/\s+/g, ' ')
      .replace(/^\| /, ''),
  )}\``;
const cell = (words: string): string => words.replaceAll('|', '\\|');

/** A doc comment's text, its line breaks kept. */
function docOf(node: ts.Node): string {
  const [last] = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc).slice(-1);
  const words = last === undefined ? '' : (ts.getTextOfJSDocComment(last.comment) ?? '');
  return words.trim();
}
