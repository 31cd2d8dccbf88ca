'use strict';
// Inputs as src/packed-inputs.ts writes them, as the JSON text of each.

function rebuilt(tree, value, constant) {
  if (tree === 0) return value();
  if (tree === 1) return constant();
  const object = {};
  for (const [key, part] of tree) object[key] = rebuilt(part, value, constant);
  return object;
}

function inputTexts(body, count) {
  const [order, ...groups] = JSON.parse(body);
  const at = groups.map(() => 0);
  return Array.from({ length: count }, (_, index) => {
    const group = order === null ? 0 : order[index];
    const [tree, constants, values] = groups[group];
    let constant = 0;
    return JSON.stringify(
      rebuilt(
        tree,
        () => values[at[group]++],
        () => constants[constant++],
      ),
    );
  });
}

module.exports = { inputTexts };
