// `npm run screenshots [-- THEME] [-- --readme]`: the main views in each theme, into test/output; `--readme` puts those
// that the README shows into client/media/readme.
import { copyFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { build, ensureDependencies, root } from '../setup.mjs';

ensureDependencies();
build();
const { openWorkbench, output, themes } = await import('./workbench.mjs');

const args = process.argv.slice(2);
const wanted = args.filter((arg) => !arg.startsWith('--'));
for (const theme of wanted.length > 0 ? wanted : Object.keys(themes)) {
  const workbench = await openWorkbench({ theme });
  try {
    await problems(workbench, theme);
    await rollout(workbench, theme);
  } finally {
    await workbench.close();
  }
}

if (args.includes('--readme')) {
  const shown = path.join(root, 'client/media/readme');
  mkdirSync(shown, { recursive: true });
  for (const name of ['timeline-dark', 'problems-dark', 'tree-light']) {
    copyFileSync(path.join(output, `${name}.png`), path.join(shown, `${name}.png`));
  }
}

async function problems(workbench, theme) {
  await workbench.open('broken.yaml');
  await workbench.page.locator('.squiggly-error').first().waitFor({ timeout: 30_000 });
  await workbench.run('View: Focus Problems');
  await workbench.page.waitForTimeout(800);
  console.log(await workbench.screenshot(`problems-${theme}`));
  await workbench.run('View: Hide Panel');
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
  await widenSidebar(workbench);
  await workbench.page.waitForTimeout(800);
  const side = await workbench.page.locator('.part.sidebar').boundingBox();
  console.log(await workbench.screenshot(`tree-${theme}`, { ...side, height: Math.min(side.height, 460) }));
  // Alone in its column, since a rollout is wide.
  await workbench.run('View: Close All Editors');
  await workbench.run('Drydock: Show Timeline');
  await workbench.webview().locator('#root > *').first().waitFor();
  // In the middle of the rollout, with a new pod chosen: the parts of the page show what they are for.
  const pods = workbench.webview().getByRole('button', { name: /Pending|ContainerCreating/ });
  await pods.first().click();
  await workbench.webview().getByRole('slider', { name: 'Moment' }).focus();
  for (let step = 0; step < 65; step++) await workbench.page.keyboard.press('ArrowLeft');
  await workbench.page.waitForTimeout(800);
  console.log(await workbench.screenshot(`timeline-${theme}`));
}

/** Status texts stand behind long names. */
async function widenSidebar({ page }) {
  const { x, width, y } = await page.locator('.part.sidebar').boundingBox();
  await page.mouse.move(x + width + 1, y + 300);
  await page.mouse.down();
  await page.mouse.move(x + width + 61, y + 300, { steps: 5 });
  await page.mouse.up();
}
