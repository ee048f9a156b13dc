// Bundles everything into dist/. `node build.mjs [--production] [--watch]`
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { collectDescriptions } from './schemas/write-descriptions.mjs';
import { collectLicenses } from './schemas/write-licenses.mjs';

const root = import.meta.dirname;
const production = process.argv.includes('--production');
const version = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')).version;

/** Sources may ask for `import.meta.dirname`; in a CommonJS bundle that is `__dirname`, and always means dist/. */
const node = {
  platform: 'node',
  format: 'cjs',
  target: 'node20.9',
  define: { 'import.meta.dirname': '__dirname', DRYDOCK_VERSION: JSON.stringify(version) },
  // The libraries' ES modules bundle smaller than their UMD builds, which hide their requires.
  mainFields: ['module', 'main'],
};

/**
 * The server answers `initialize` before it loads its services, so they are a bundle apart; what both need of the protocol
 * is a third, which either finds beside it.
 */
const serverParts = {
  name: 'server-parts',
  setup({ onResolve }) {
    const beside = (file) => (of) => (of.kind === 'entry-point' ? undefined : { path: `./${file}`, external: true });
    onResolve({ filter: /^vscode-(languageserver|jsonrpc)\/node$/ }, beside('server-protocol.cjs'));
    onResolve({ filter: /^\.\/services\.ts$/ }, beside('server-services.cjs'));
  },
};
// `import()` of a bundle is a require: it is done within the turn in which it is asked for.
const part = { ...node, plugins: [serverParts], supported: { 'dynamic-import': false } };

const bundles = [
  { ...node, entryPoints: ['client/src/extension.ts'], outfile: 'dist/client/extension.cjs', external: ['vscode'] },
  { ...part, entryPoints: ['server/src/hosts/lsp/main.ts'], outfile: 'dist/server.cjs' },
  { ...part, entryPoints: ['server/src/hosts/lsp/services.ts'], outfile: 'dist/server-services.cjs' },
  { ...node, entryPoints: ['node_modules/vscode-languageserver/lib/node/main.js'], outfile: 'dist/server-protocol.cjs' },
  { ...node, entryPoints: ['server/src/hosts/worker/main.ts'], outfile: 'dist/worker.cjs' },
  { ...node, entryPoints: ['server/src/hosts/cli/main.ts'], outfile: 'dist/cli.cjs', banner: { js: '#!/usr/bin/env node' } },
  {
    entryPoints: ['client/webview/main.tsx'],
    outfile: 'dist/webview/main.js',
    platform: 'browser',
    format: 'esm',
    target: 'chrome122',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.ttf': 'file' },
  },
];

async function build() {
  const started = performance.now();
  if (production) await rm(path.join(root, 'dist'), { recursive: true, force: true });
  const present = bundles.filter((bundle) => existsSync(path.join(root, bundle.entryPoints[0])));
  for (const bundle of bundles) {
    if (!present.includes(bundle)) console.warn(`skipped ${bundle.outfile}: ${bundle.entryPoints[0]} is not there`);
  }
  const results = await Promise.all(
    present.map((bundle) =>
      esbuild.build({
        absWorkingDir: root,
        bundle: true,
        metafile: true,
        // Where Node runs it, names stay as they are: stack traces name our functions, and starting is quicker than
        // with names kept by wrapping.
        minifyWhitespace: production,
        minifySyntax: production,
        minifyIdentifiers: production && bundle.platform !== 'node',
        sourcemap: !production,
        legalComments: 'none',
        logLevel: 'warning',
        ...bundle,
      }),
    ),
  );
  await writeData(results.map((result) => result.metafile));
  console.log(`built ${present.length} of ${bundles.length} bundles in ${Math.round(performance.now() - started)} ms`);
}

/** Drydock's own kinds, and what older versions of Kubernetes have otherwise. */
const structureFiles = [
  'drydock-v1alpha1.json',
  ...['1.36', '1.35', '1.34'].map((version) => `kubernetes-${version}.patch.json`),
];

/** Schema data without white space, descriptions, and the licences of all that was bundled. */
async function writeData(metafiles) {
  await mkdir(path.join(root, 'dist/schemas'), { recursive: true });
  const structure = JSON.parse(await readFile(path.join(root, 'schemas/kubernetes-1.37.json'), 'utf8'));
  const { descriptions, wanted, found } = collectDescriptions(structure);
  await Promise.all([
    writeFile(path.join(root, 'dist/schemas/kubernetes-1.37.json'), JSON.stringify(structure)),
    ...structureFiles.map((name) => copyFile(path.join(root, 'schemas', name), path.join(root, 'dist/schemas', name))),
    writeFile(path.join(root, 'dist/schemas/descriptions-1.37.json'), JSON.stringify(descriptions)),
    writeFile(path.join(root, 'dist/third-party-licenses.txt'), collectLicenses(root, metafiles, ['@pulumi/kubernetes'])),
  ]);
  console.log(`descriptions for ${found} of ${wanted} fields`);
}

await build().catch((error) => {
  console.error(error.message);
  process.exit(1);
});
