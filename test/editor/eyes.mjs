// What only eyes see: squiggles, the tree, the timeline, in the packed extension.
import { strict as assert } from 'node:assert';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { openWorkbench } from './workbench.mjs';

const checks = {
  async 'errors are underlined and listed'(workbench) {
    await workbench.open('broken.yaml');
    await workbench.page.locator('.squiggly-error').first().waitFor({ timeout: 30_000 });
    assert.ok((await workbench.page.locator('.squiggly-error').count()) >= 3);
    await workbench.screenshot('squiggles');
  },

  async 'a fresh start leads to the first simulation in one click'(workbench) {
    await workbench.open('web.yaml');
    await workbench.showCluster();
    const start = workbench.page.locator('.pane-body .welcome-view-content .monaco-button', { hasText: 'Simulate a Manifest' });
    await start.waitFor();
    await workbench.screenshot('first-steps');
    await start.click();
    await verdict(workbench, /web is complete/);
    await start.waitFor({ state: 'detached' });
    await workbench.run('Drydock: Reset Cluster');
    await start.waitFor();
  },

  async 'without a manifest in view, those of the workspace are offered'(workbench) {
    await workbench.run('View: Close All Editors');
    await workbench.run('Drydock: Simulate Apply');
    const rows = workbench.page.locator('.quick-input-list .monaco-list-row');
    await rows.filter({ hasText: 'database.yaml' }).waitFor();
    assert.equal(await rows.filter({ hasText: /scenario|cluster/ }).count(), 0);
    await workbench.page.keyboard.type('database');
    await workbench.page.keyboard.press('Enter');
    await verdict(workbench, /postgres is complete/);
    await workbench.run('Drydock: Reset Cluster');
  },

  async 'fields and values are suggested while typing'(workbench) {
    await workbench.open('web.yaml');
    await workbench.goTo(9, 14);
    const { keyboard } = workbench.page;
    const suggestion = (text) => workbench.page.locator('.suggest-widget.visible .monaco-list-row', { hasText: text }).first();
    await keyboard.press('Enter');
    await keyboard.type('strat');
    await suggestion('strategy').waitFor();
    await workbench.screenshot('suggestions');
    await keyboard.press('Escape');
    await workbench.revert();
    await workbench.goTo(20, 28);
    await keyboard.press('Enter');
    await keyboard.type('imagePullPolicy: ');
    await keyboard.press('Control+Space');
    await suggestion('IfNotPresent').waitFor();
    await suggestion('IfNotPresent').click();
    await workbench.page.locator('.view-line', { hasText: /imagePullPolicy:.IfNotPresent/ }).waitFor();
    await workbench.revert();
  },

  async 'a hover on replicas tells the bounds of a rolling update, with a link'(workbench) {
    await workbench.goTo(9, 5);
    await workbench.run('Show or Focus Hover');
    const hover = workbench.page.locator('.monaco-hover:not(.hidden)', {
      hasText: 'never more than 5 pods, never fewer than 3 available',
    });
    await hover.first().waitFor();
    assert.ok((await hover.locator('a[data-href*="kubernetes.io/docs"]').count()) > 0);
    await workbench.screenshot('hover');
    await workbench.page.keyboard.press('Escape');
  },

  async 'a click on a code lens simulates, and the run leads to the timeline'(workbench) {
    await workbench.page.locator('.codelens-decoration a', { hasText: 'Simulate Apply' }).first().click();
    await verdict(workbench, /web is complete/);
    await workbench.webview().locator('.figures', { hasText: 'web' }).waitFor();
    await workbench.screenshot('first-run');
  },

  async 'broken YAML is underlined, not simulated, and the last good simulation stays'(workbench) {
    await workbench.open('web.yaml');
    await workbench.goTo(9, 14);
    await workbench.page.keyboard.type(' : [');
    await workbench.page.locator('.squiggly-error').first().waitFor();
    await workbench.run('Drydock: Simulate Apply');
    assert.match(await workbench.notification(/web\.yaml:\d+: /), /web\.yaml:\d+: /);
    await workbench.revert();
    await workbench.showCluster();
    await workbench.treeRows().filter({ hasText: /^web-/ }).first().waitFor();
    assert.equal(await workbench.treeRows().filter({ hasText: /^web-/ }).count(), 4);
  },

  async 'the keyboard takes a quick fix'(workbench) {
    await workbench.open('broken.yaml');
    await workbench.goTo(48, 14);
    await workbench.page.keyboard.press('Control+.');
    await workbench.page.locator('.action-widget .monaco-list-row', { hasText: 'livenessProbe' }).first().waitFor();
    await workbench.screenshot('quick-fix');
    await workbench.page.keyboard.press('Enter');
    await workbench.page.locator('.view-line', { hasText: 'livenessProbe:' }).waitFor();
    await workbench.revert();
  },

  async 'what the server would refuse is told in short, and whole behind a button'(workbench) {
    await workbench.run('Drydock: Simulate Apply');
    const toast = workbench.page.locator('.notification-toast', { hasText: 'The API server would refuse Deployment Broken_App' });
    await toast.waitFor({ timeout: 30_000 });
    assert.ok(
      (await toast.locator('.notification-list-item-message').textContent()).length < 220,
      'a notification of a few lines',
    );
    await workbench.screenshot('refused');
    await toast.locator('.monaco-button', { hasText: 'Show Details' }).click();
    const dialog = workbench.page.locator('.monaco-dialog-box', { hasText: 'spec.replicas: Invalid value: -1' });
    await dialog.waitFor();
    await workbench.page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  },

  async 'a simulation from the palette opens the timeline and says the verdict'(workbench) {
    await workbench.open('web.yaml');
    await workbench.run('Drydock: Simulate Apply');
    await workbench.page
      .locator('.statusbar-item', { hasText: 'Drydock:' })
      .filter({ hasText: /complete/ })
      .waitFor({ timeout: 30_000 });
    await workbench.webview().locator('body', { hasText: 'web' }).waitFor();
  },

  async 'the tree shows the pods, each row with words for a screen reader'(workbench) {
    await workbench.showCluster();
    const rows = workbench.treeRows();
    await rows.filter({ hasText: 'web-' }).first().waitFor();
    assert.equal(await rows.filter({ hasText: /web-.*Running/ }).count(), 4);
    for (const label of await rows.evaluateAll((elements) => elements.map((element) => element.getAttribute('aria-label')))) {
      assert.ok(label && label.length > 3, `label ${label}`);
    }
    await workbench.screenshot('tree');
  },

  async 'a click on a pod shows it as YAML'(workbench) {
    await workbench.treeRows().filter({ hasText: 'web-' }).first().click();
    const tab = workbench.page.locator('.tab.active', { hasText: /web-.*\.yaml/ });
    await tab.waitFor();
    await workbench.page.locator('.view-line', { hasText: 'kind: Pod' }).first().waitFor();
  },

  async 'the inline button deletes a pod, and its successor appears'(workbench) {
    const row = workbench.treeRows().filter({ hasText: 'web-' }).first();
    const before = (await row.getAttribute('aria-label')).split(',')[0];
    await row.hover();
    await row.locator('a[aria-label="Delete Pod"]').click();
    await workbench.treeRows().filter({ hasText: before }).waitFor({ state: 'detached', timeout: 20_000 });
    assert.equal(
      await workbench
        .treeRows()
        .filter({ hasText: /web-.*Running/ })
        .count(),
      4,
    );
  },

  async 'the button in the title of a manifest simulates it, and no other file has one'(workbench) {
    const button = workbench.page.locator('.editor-actions a[aria-label^="Simulate Apply"]');
    await workbench.open('shop-v1.yaml');
    await button.waitFor();
    await button.click();
    await workbench.page.locator('.statusbar-item', { hasText: /Drydock: shop is complete/ }).waitFor({ timeout: 30_000 });
    await workbench.open('notes.txt');
    await button.waitFor({ state: 'detached' });
  },

  async 'the menu of the explorer simulates a file'(workbench) {
    await workbench.showCluster();
    const pods = workbench.treeRows().filter({ hasText: /^shop-/ });
    await pods.first().waitFor();
    const [, firstHash] = /^(shop-[a-z0-9]+)-/.exec(await pods.first().innerText()) ?? [];
    await workbench.open('notes.txt');
    await workbench.menu(
      workbench.page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'shop-v2.yaml' }),
      'Simulate Apply',
    );
    await workbench.showCluster();
    await workbench
      .treeRows()
      .filter({ hasText: /^shop-/, hasNotText: firstHash })
      .first()
      .waitFor({ timeout: 30_000 });
    await workbench.settled();
  },

  async 'the menu of the explorer simulates a folder'(workbench) {
    const folder = path.join(workbench.folder, 'release');
    mkdirSync(folder, { recursive: true });
    cpSync(path.join(workbench.folder, 'log-agent.yaml'), path.join(folder, 'log-agent.yaml'));
    await workbench.open('notes.txt');
    const row = workbench.page.locator('.explorer-folders-view .monaco-list-row', { hasText: /^release/ });
    await row.waitFor({ timeout: 30_000 });
    await workbench.menu(row, 'Simulate Apply');
    await verdict(workbench, /log-agent is complete/);
  },

  async 'the menus of the tree act on nodes, workloads and pods'(workbench) {
    await workbench.showCluster();
    const row = (text) => workbench.treeRows().filter({ hasText: text }).first();
    await workbench.menu(row(/^worker-3/), 'Cordon Node');
    await row(/^worker-3.*SchedulingDisabled/).waitFor();
    await workbench.menu(row(/^worker-3/), 'Uncordon Node');
    await row(/^worker-3Ready ·/).waitFor();
    await workbench.menu(row(/^worker-3/), 'Fail Node');
    await row(/^worker-3NotReady/).waitFor({ timeout: 30_000 });
    await workbench.menu(row(/^worker-3/), 'Bring Node Back');
    await row(/^worker-3Ready ·/).waitFor();
    await workbench.menu(row(/^worker-3/), 'Drain Node');
    await row(/^worker-3.*SchedulingDisabled/).waitFor({ timeout: 30_000 });
    await workbench.menu(row(/^worker-3/), 'Uncordon Node');
    await workbench.menu(row(/^shop-/), 'Crash a Container…');
    await workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: 'Exit code 1' }).first().click();
    await row(/^shop-.*1 restart/).waitFor();
    await workbench.run('View: Close All Editors');
    await workbench.showCluster();
    await workbench.page.locator('.pane-header, .composite.title').locator('a[aria-label="Group by Owner"]').first().click();
    await row(/^shopDeployment/).waitFor();
    await workbench.screenshot('by-owner');
    await workbench.menu(row(/^shopDeployment/), 'Roll Back…');
    await workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: 'Revision 1' }).first().click();
    await row(/^shopDeployment · 6\/6/).waitFor({ timeout: 30_000 });
    await workbench.menu(row(/^shopDeployment/), 'Pause Rollout');
    await row(/^shopDeployment.*paused/).waitFor();
    await workbench.menu(row(/^shopDeployment/), 'Resume Rollout');
    await workbench.menu(row(/^shopDeployment/), 'Restart Rollout');
    await workbench.menu(row(/^shopDeployment/), 'Scale…');
    await workbench.page.locator('.quick-input-widget input').fill('2');
    await workbench.page.keyboard.press('Enter');
    await row(/^shopDeployment · 2\/2/).waitFor();
    await workbench.menu(row(/^shopDeployment/), 'Delete Object');
    await row(/^shopDeployment/).waitFor({ state: 'detached' });
    await workbench.page.locator('.pane-header, .composite.title').locator('a[aria-label="Group by Node"]').first().click();
    await row(/^worker-1/).waitFor();
  },

  async 'a run is cancelled from its notification'(workbench) {
    const many = readFileSync(path.join(workbench.folder, 'web.yaml'), 'utf8').replaceAll('name: web', 'name: many');
    writeFileSync(path.join(workbench.folder, 'many.yaml'), many.replace('replicas: 4', 'replicas: 5000').split('---')[0]);
    await workbench.open('many.yaml');
    await workbench.run('Drydock: Simulate Apply');
    const toast = workbench.page.locator('.notification-toast', { hasText: 'Simulating' });
    await toast.filter({ hasText: 'of virtual time' }).waitFor({ timeout: 30_000 });
    await toast.hover();
    await toast.locator('.monaco-button', { hasText: 'Cancel' }).click();
    await verdict(workbench, /cancelled/);
    await workbench.run('Drydock: Reset Cluster');
    await workbench.run('View: Close All Editors');
    for (const file of ['web.yaml', 'shop-v1.yaml', 'shop-v2.yaml']) {
      await workbench.open(file);
      await workbench.run('Drydock: Simulate Apply');
      await workbench.settled();
    }
  },

  async 'the timeline has no accessibility violations'(workbench) {
    await workbench.run('Drydock: Show Timeline');
    await workbench.webview().locator('#root > *').first().waitFor();
    const axe = new AxeBuilder({ page: workbench.page }).include(['iframe.webview.ready', 'iframe#active-frame', '#root']);
    const { violations, passes } = await axe.analyze();
    assert.deepEqual(
      violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.html).join(' ')}`),
      [],
    );
    assert.ok(passes.length > 0, 'axe looked at something');
  },

  async 'the scrubber takes the panel and the tree to an earlier moment, and back'(workbench) {
    await workbench.showCluster();
    const web = workbench.treeRows().filter({ hasText: /^web-.*Running/ });
    const scrubber = workbench.webview().getByRole('slider', { name: 'Moment' });
    await scrubber.focus();
    await workbench.page.keyboard.press('Home');
    await workbench.page
      .locator('.pane-body', { hasText: /The cluster at/ })
      .first()
      .waitFor();
    assert.match(await scrubber.getAttribute('aria-valuetext'), /^0 s of /);
    await workbench.page.keyboard.press('End');
    await workbench.page
      .locator('.pane-body', { hasText: /The cluster at/ })
      .first()
      .waitFor({ state: 'detached' });
    assert.equal(await web.count(), 4);
  },

  async 'a pod chosen in the timeline says why it is where it is'(workbench) {
    await workbench
      .webview()
      .getByRole('button', { name: /, on worker-\d: / })
      .first()
      .click();
    await workbench
      .webview()
      .locator('.why', { hasText: /Successfully assigned default\// })
      .waitFor();
    await workbench.screenshot('timeline');
  },

  async 'a cluster that dies is told once, and starts afresh'(workbench) {
    const extension = readdirSync(workbench.extensions).find((entry) => entry.startsWith('drydock.'));
    const worker = path.join(workbench.extensions, extension, 'dist/worker.cjs');
    const whole = readFileSync(worker);
    await workbench.open('web.yaml');
    await workbench.run('Notifications: Clear All Notifications');
    writeFileSync(worker, 'setTimeout(() => process.exit(7), 300);\n');
    await workbench.run('Drydock: Restart Server');
    const toasts = workbench.page.locator('.notification-toast');
    await toasts.filter({ hasText: 'stopped unexpectedly' }).first().waitFor({ timeout: 30_000 });
    writeFileSync(worker, whole);
    await workbench.page.waitForTimeout(2000);
    await workbench.screenshot('dead-cluster');
    assert.equal(await toasts.count(), 1);
    await workbench.run('Notifications: Clear All Notifications');
    await workbench.run('Drydock: Simulate Apply');
    await verdict(workbench, /web is complete/);
  },
};

/** Waits for a verdict in the status bar. */
function verdict(workbench, text) {
  const item = workbench.page.locator('.statusbar-item', { hasText: 'Drydock:' });
  return item.filter({ hasText: text }).waitFor({ timeout: 60_000 });
}

/** @returns {Promise<{ passes: number, failures: number }>} */
export async function runEyes() {
  const workbench = await openWorkbench();
  const result = { passes: 0, failures: 0 };
  try {
    const wanted = new RegExp(process.env.TEST_ONLY ?? '');
    for (const [name, check] of Object.entries(checks)) {
      if (!wanted.test(name)) continue;
      const started = performance.now();
      try {
        await check(workbench);
        result.passes++;
        console.log(`  ✔ ${name} (${Math.round(performance.now() - started)} ms)`);
      } catch (error) {
        result.failures++;
        const picture = await workbench.screenshot(`failed-${result.failures}`);
        console.log(`  ✘ ${name}\n    ${error.message}\n    ${picture}`);
      }
    }
  } finally {
    await workbench.close();
  }
  return result;
}
