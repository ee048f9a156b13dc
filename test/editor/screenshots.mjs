// `npm run screenshots [-- THEME]`: the main views in each theme, into test/output.
import { build, ensureDependencies } from '../setup.mjs';

ensureDependencies();
build();
const { openWorkbench, themes } = await import('./workbench.mjs');

for (const theme of process.argv[2] ? [process.argv[2]] : Object.keys(themes)) {
  const workbench = await openWorkbench({ theme });
  try {
    await problems(workbench, theme);
    await rollout(workbench, theme);
  } finally {
    await workbench.close();
  }
}

async function problems(workbench, theme) {
  await workbench.open('broken.yaml');
  await workbench.page.locator('.squiggly-error').first().waitFor({ timeout: 30_000 });
  await workbench.run('View: Focus Problems');
  await workbench.page.waitForTimeout(800);
  console.log(await workbench.screenshot(`problems-${theme}`));
  await workbench.run('View: Close Panel');
}

/** The second release on top of the first: a rolling update in the timeline, the pods in the tree. */
async function rollout(workbench, theme) {
  for (const file of ['shop-v1.yaml', 'shop-v2.yaml']) {
    await workbench.open(file);
    await workbench.run('Drydock: Simulate Apply');
    await workbench.settled();
  }
  await workbench.showCluster();
  await workbench.treeRows().filter({ hasText: 'shop-' }).first().waitFor();
  await workbench.page.waitForTimeout(800);
  console.log(await workbench.screenshot(`rollout-${theme}`));
}
