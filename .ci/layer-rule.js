// @ts-check
import path from 'node:path';

/** What each layer may import besides itself. First match wins; the order is from the special to the general. */
const LAYERS = [
  { folder: 'shared', allowed: [] },
  { folder: 'renderer', allowed: ['shared'] },
  { folder: 'electron/live', allowed: ['shared', 'electron'] },
  { folder: 'electron/views', allowed: ['shared', 'electron'] },
  { folder: 'electron/window', allowed: ['shared', 'electron'] },
  { folder: 'electron/api', allowed: ['shared', 'electron'] },
  { folder: 'electron/resolution', allowed: ['shared'] },
  { folder: 'electron/files', allowed: ['shared'] },
  { folder: 'electron/store', allowed: ['shared', 'electron/files'] },
  { folder: 'electron/transports', allowed: ['shared'] },
  { folder: 'electron/vault', allowed: ['shared', 'electron/files', 'electron/store', 'electron/transports'] },
  { folder: 'electron/questions', allowed: ['shared', 'electron/transports'] },
  { folder: 'electron/catalogue', allowed: ['shared', 'electron/resolution'] },
  {
    folder: 'electron/setup',
    allowed: ['shared', 'electron/files', 'electron/resolution', 'electron/catalogue', 'electron/store', 'electron/transports'],
  },
  {
    folder: 'electron/sessions',
    allowed: ['shared', 'electron/resolution', 'electron/catalogue', 'electron/setup', 'electron/store', 'electron/transports'],
  },
  {
    folder: 'electron/imports',
    allowed: ['shared', 'electron/files', 'electron/catalogue', 'electron/setup', 'electron/store', 'electron/transports'],
  },
  { folder: 'electron/lab', allowed: ['shared', 'electron/files', 'electron/setup', 'electron/catalogue'] },
  { folder: 'electron', allowed: ['shared', 'electron'] },
  { folder: 'cli', allowed: ['shared', 'electron'] },
];

/** Packages that only one layer may use, so that only it does what they do. */
const PACKAGES = [
  { name: /^better-sqlite3$/, only: 'electron/store', why: 'only the store knows SQL' },
  {
    name: /^(ssh2|ssh-config|node-powershell)$/,
    only: 'electron/transports',
    also: 'electron/lab',
    why: 'only transports open connections to computers',
  },
  { name: /^electron$/, only: 'electron', why: 'only main.ts, preload.ts, window/ and api/ know Electron' },
];

/** @param {string} file */
const layerOf = (file) => LAYERS.find(({ folder }) => file === folder || file.startsWith(`${folder}/`));

/** @type {import('eslint').Rule.RuleModule} */
export const layers = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { layer: '{{from}} may not import {{to}}; allowed: {{allowed}}.', package: "'{{name}}' is not for {{from}}: {{why}}." },
  },
  create(context) {
    const file = path.relative(context.cwd, context.filename).split(path.sep).join('/');
    const own = layerOf(file);
    // Tests stand beside what they test and may put real parts together.
    if (!own || file.startsWith('tests/') || file.endsWith('.test.ts')) return {};
    /** @param {import('estree').Node} node @param {unknown} source */
    const check = (node, source) => {
      if (typeof source !== 'string') return;
      if (!source.startsWith('.')) {
        const rule = PACKAGES.find(({ name }) => name.test(source));
        if (!rule) return;
        const known =
          source === 'electron' ? /^electron\/(main\.ts|preload\.ts|window\/|api\/)/.test(file) : [rule.only, rule.also].includes(own.folder);
        if (!known) context.report({ node, messageId: 'package', data: { name: source, from: own.folder, why: rule.why } });
        return;
      }
      const target = path.posix.normalize(path.posix.join(path.posix.dirname(file), source));
      const to = layerOf(target)?.folder;
      if (to && to !== own.folder && !own.allowed.some((/** @type {string} */ one) => to === one || to.startsWith(`${one}/`))) {
        context.report({ node, messageId: 'layer', data: { from: own.folder, to, allowed: own.allowed.join(', ') || 'nothing of ours' } });
      }
    };
    return {
      ImportDeclaration: (node) => check(node, node.source.value),
      ExportNamedDeclaration: (node) => node.source && check(node, node.source.value),
      ExportAllDeclaration: (node) => check(node, node.source.value),
      ImportExpression: (node) => node.source.type === 'Literal' && check(node, node.source.value),
    };
  },
};
