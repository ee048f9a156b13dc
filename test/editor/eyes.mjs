// What only eyes see: squiggles, the tree, the timeline, in the packed extension.
import { strict as assert } from 'node:assert';
import { AxeBuilder } from '@axe-core/playwright';
import { openWorkbench } from './workbench.mjs';

const checks = {
  async 'errors are underlined and listed'(workbench) {
    await workbench.open('broken.yaml');
    await workbench.page.locator('.squiggly-error').first().waitFor({ timeout: 30_000 });
    assert.ok((await workbench.page.locator('.squiggly-error').count()) >= 3);
    await workbench.screenshot('squiggles');
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
    await workbench.open('notes.txt');
    await workbench.page
      .locator('.explorer-folders-view .monaco-list-row', { hasText: 'shop-v2.yaml' })
      .click({ button: 'right' });
    await workbench.page.locator('.monaco-menu .action-label', { hasText: 'Simulate Apply' }).click();
    await workbench.settled();
    await workbench.showCluster();
    await workbench.treeRows().filter({ hasText: 'shop-' }).first().waitFor();
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
    const web = workbench.treeRows().filter({ hasText: 'web-' });
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
};

/** @returns {Promise<{ passes: number, failures: number }>} */
export async function runEyes() {
  const workbench = await openWorkbench();
  const result = { passes: 0, failures: 0 };
  try {
    for (const [name, check] of Object.entries(checks)) {
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
