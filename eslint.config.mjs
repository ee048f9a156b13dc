import tseslint from 'typescript-eslint';

/** Words that the core may not say: the clock is virtual, chance is seeded, and I/O belongs to the hosts. */
const impure = [
  'Date',
  'performance',
  'crypto',
  'process',
  'console',
  'fetch',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'globalThis',
];

export default tseslint.config(
  {
    ignores: [
      'dist/',
      'node_modules/',
      'test/editor/node_modules/',
      'test/editor/.data/',
      'test/output/',
      'server/src/kubernetes/api.ts',
    ],
  },
  {
    files: ['client/**/*.{ts,tsx}', 'server/**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ['server/tsconfig.json', 'server/tsconfig.hosts.json', 'client/tsconfig.json', 'client/tsconfig.webview.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      // Numbers read well in texts; everything else has to be made a string on purpose.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // `() => void doIt()` is how an event handler says that nobody waits.
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true, ignoreVoidOperator: true }],
      '@typescript-eslint/no-meaningless-void-operator': 'off',
      // Manifests are read with noUncheckedIndexedAccess; a check that the types call needless may guard what a user wrote.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // A type parameter that names what a caller expects back is a promise worth reading.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 80, skipBlankLines: true, skipComments: true }],
      complexity: ['error', 20],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
    },
  },
  {
    // Registries are plain lists: one line for each entry, however many there are.
    files: ['server/src/**/index.ts'],
    rules: { 'max-lines': 'off' },
  },
  {
    files: ['server/src/**/*.ts'],
    ignores: ['server/src/hosts/**'],
    rules: {
      'no-restricted-globals': [
        'error',
        ...impure.map((name) => ({ name, message: 'The core is pure: time, chance and I/O come in as values.' })),
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Chance is seeded: take the random source that you are given.' },
      ],
    },
  },
  { files: ['server/src/hosts/cli/**/*.ts'], rules: { 'no-console': 'off' } },
);
