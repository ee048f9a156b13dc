// The arrows of ARCHITECTURE.md. An arrow that no tool checks is a wish.
const src = (room) => `^server/src/${room}`;

/** A room of the server and the only rooms that it may import. */
const rooms = {
  kubernetes: ['schema/structure\\.ts$'],
  yaml: ['kubernetes/path'],
  schema: ['kubernetes'],
  validation: ['kubernetes', 'schema', 'yaml'],
  workspace: ['kubernetes', 'schema', 'yaml', 'validation'],
  'cluster/engine': ['kubernetes/(object|path|api|patch|selector|labels)'],
  'cluster/(admission|controllers|scheduler|kubelet)': ['kubernetes', 'schema', 'validation', 'cluster'],
  'cluster/[^/]+\\.ts$': ['kubernetes', 'schema', 'validation', 'cluster'],
  language: ['kubernetes', 'schema', 'yaml', 'validation', 'workspace', 'protocol'],
  scenario: ['kubernetes', 'schema', 'yaml', 'validation', 'cluster', 'preview'],
  preview: ['kubernetes', 'schema', 'yaml', 'validation', 'workspace', 'language', 'cluster', 'protocol'],
};

const roomRules = Object.entries(rooms).map(([room, allowed]) => ({
  name: `${room.split('/')[0]}${room.includes('/') ? '-parts' : ''}-stays-in-its-lane`,
  severity: 'error',
  comment: `${room} may import only ${['itself', ...allowed].join(', ')}`,
  from: { path: src(room) },
  to: { path: '^server/src/', pathNot: [src(room), ...allowed.map(src)] },
}));

/** `deployment.ts` and its `deployment-*.ts` are one controller; what several share is named after none of them. */
const controllers = [
  'deployment',
  'replicaset',
  'daemonset',
  'statefulset',
  'job',
  'cronjob',
  'endpointslice',
  'garbage-collector',
  'namespace',
  'node-lifecycle',
];
const family = (name) => src(`cluster/controllers/${name}[-.]`);

const controllerRules = controllers.map((name) => ({
  name: `${name}-imports-no-other-controller`,
  severity: 'error',
  from: { path: family(name) },
  to: { path: controllers.filter((other) => other !== name).map(family) },
}));

module.exports = {
  forbidden: [
    ...roomRules,
    {
      name: 'no-cycles',
      severity: 'error',
      from: { path: '^(client|server)/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'core-knows-no-host',
      severity: 'error',
      from: { path: '^server/src/', pathNot: src('hosts/') },
      to: { path: src('hosts/') },
    },
    {
      name: 'core-does-no-io',
      severity: 'error',
      from: { path: '^server/src/', pathNot: src('hosts/') },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'core-knows-no-editor',
      severity: 'error',
      from: { path: '^server/src/', pathNot: src('hosts/') },
      to: { path: '^vscode$|node_modules/vscode-(languageserver|languageclient|jsonrpc)/' },
    },
    {
      name: 'only-hosts-and-preview-tie-language-and-cluster',
      severity: 'error',
      from: { path: src('language/') },
      to: { path: src('cluster/') },
    },
    {
      name: 'client-sees-only-the-protocol',
      severity: 'error',
      from: { path: '^client/' },
      to: { path: '^server/', pathNot: src('protocol\\.ts$') },
    },
    { name: 'page-knows-no-node', severity: 'error', from: { path: '^client/webview/' }, to: { dependencyTypes: ['core'] } },
    { name: 'nothing-imports-test', severity: 'error', from: { path: '^(client|server|schemas)/' }, to: { path: '^test/' } },
    {
      name: 'only-packages-we-declare',
      severity: 'error',
      from: { path: '^(client|server)/' },
      to: { dependencyTypes: ['npm-no-pkg'] },
    },
    { name: 'protocol-stands-alone', severity: 'error', from: { path: src('protocol\\.ts$') }, to: { path: '^server/' } },
    {
      name: 'rules-do-not-import-rules',
      severity: 'error',
      from: { path: src('validation/rules/(?!index)') },
      to: { path: src('validation/rules/') },
    },
    ...controllerRules,
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|test/editor/node_modules)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['node', 'import', 'types', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js'],
    },
  },
};
