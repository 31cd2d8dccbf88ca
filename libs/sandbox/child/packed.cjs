'use strict';
// Inputs as src/packed-inputs.ts writes them, as the JSON text of each.

function rebuilt(tree, column, constant) {
  if (tree === 0) return column();
  if (tree === 1) return constant();
  if (tree === 2) return [];
  if (tree === 3) return column() * 2 ** 30 + column();
  if (typeof tree === 'number') return column() / tree;
  const object = {};
  for (const [key, part] of tree) object[key] = rebuilt(part, column, constant);
  return object;
}

function inputTexts(body, count) {
  const [order, ...groups] = JSON.parse(body);
  const rows = groups.map(() => 0);
  return Array.from({ length: count }, (_, index) => {
    const group = order === null ? 0 : order[index];
    const [tree, constants, columns] = groups[group];
    const row = rows[group]++;
    let column = 0;
    let constant = 0;
    return JSON.stringify(
      rebuilt(
        tree,
        () => columns[column++][row],
        () => constants[constant++],
      ),
    );
  });
}

module.exports = { inputTexts };
