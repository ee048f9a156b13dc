// Drives the workbench as a user does, for what only eyes see: squiggles, the tree, the timeline.
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { root } from '../setup.mjs';
import { ensureExtension } from './extension.mjs';
import { ensureEditor } from './install.mjs';
import { startServer } from './server.mjs';

export const output = path.join(root, 'test/output');

export const themes = {
  dark: 'Dark Modern',
  light: 'Light Modern',
  highContrast: 'Default High Contrast',
  highContrastLight: 'Default High Contrast Light',
};

export function launchBrowser(editor) {
  const quiet = [
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ];
  // Chromium refuses its sandbox to root, as whom containers run.
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath: editor.chromium, args: [...quiet, ...sandbox] });
}

/**
 * Opens the packed extension in VS Code on a copy of the sample manifests.
 * @param {{ theme?: keyof typeof themes, settings?: object, folder?: string, size?: { width: number, height: number } }} options
 */
export async function openWorkbench(options = {}) {
  const editor = ensureEditor({ chromium: true });
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'drydock-editor-'));
  const folder = path.join(dataDir, 'manifests');
  cpSync(options.folder ?? path.join(root, 'test/samples'), folder, { recursive: true });
  writeFileSync(path.join(folder, 'notes.txt'), 'Not a manifest.\n');
  const installed = path.join(import.meta.dirname, '.data/workbench');
  ensureExtension(editor, installed);
  cpSync(path.join(installed, 'extensions'), path.join(dataDir, 'extensions'), { recursive: true });
  // What a check types is taken back by reverting the file.
  const settings = { 'files.autoSave': 'off', 'workbench.colorTheme': themes[options.theme ?? 'dark'], ...options.settings };
  const server = await startServer(editor, { dataDir, settings });
  const browser = await launchBrowser(editor);
  const context = await browser.newContext({ viewport: options.size ?? { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.goto(`${server.url}/?folder=${encodeURI(folder)}`);
  await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor({ timeout: 60_000 });
  const close = async () => {
    await browser.close();
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  return new Workbench(page, folder, path.join(dataDir, 'extensions'), close);
}

class Workbench {
  constructor(page, folder, extensions, close) {
    this.page = page;
    this.folder = folder;
    this.extensions = extensions;
    this.close = close;
  }

  /** Runs a command by its name in the palette. What opens meanwhile takes the focus and closes it: then once more. */
  async run(title) {
    const input = this.page.locator('.quick-input-widget input');
    for (let attempt = 1; ; attempt++) {
      try {
        await this.page.keyboard.press('F1');
        await input.fill(`>${title}`, { timeout: 3000 });
        const first = this.page.locator('.quick-input-list .monaco-list-row').first();
        await first.filter({ hasText: title }).waitFor({ timeout: 5000 });
        await this.page.keyboard.press('Enter');
        return;
      } catch (error) {
        if (attempt === 3) throw error;
        await this.page.keyboard.press('Escape');
      }
    }
  }

  /** Opens a file of the folder by its name. */
  async open(name) {
    await this.run('Explorer: Focus on Folders View');
    const row = this.page.locator('.explorer-folders-view .monaco-list-row', { hasText: name }).first();
    await row.dblclick();
    await this.page.locator('.tab.active', { hasText: name }).waitFor();
    await this.page.locator('.view-line').first().waitFor();
  }

  /** Puts the cursor of the editor in front at a line and column, both from 1. */
  async goTo(line, column) {
    await this.page.locator('.editor-group-container.active .view-lines').first().click();
    await this.page.keyboard.press('Control+g');
    await this.page.locator('.quick-input-widget input').fill(`:${line}:${column}`);
    await this.page.keyboard.press('Enter');
    // What is pressed next must reach the editor, not the input that closes.
    await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
    await this.page.locator('.statusbar-item', { hasText: `Ln ${line}, Col ${column}` }).waitFor();
  }

  /** Clicks an entry of the menu that a row has. Rows that move meanwhile show the menu of another: then once more. */
  async menu(row, entry) {
    const label = this.page.locator('.monaco-menu .action-label', { hasText: entry });
    for (let attempt = 1; ; attempt++) {
      try {
        await this.standsStill(row);
        await row.click({ button: 'right' });
        await label.waitFor({ timeout: 4000 });
        // A menu takes no click in the first moment, lest the click that opened it chooses an entry.
        await this.page.waitForTimeout(300);
        await label.click({ timeout: 4000 });
        await label.waitFor({ state: 'detached', timeout: 4000 });
        return;
      } catch (error) {
        if (attempt === 4) throw error;
        await this.page.keyboard.press('Escape');
      }
    }
  }

  /** A tree that is being refreshed moves its rows away from under the pointer. */
  async standsStill(row) {
    let last;
    for (let same = 0; same < 3; await this.page.waitForTimeout(250)) {
      const { y } = await row.boundingBox();
      same = y === last ? same + 1 : 0;
      last = y;
    }
  }

  /** Waits for a notification, and closes all once its text is read. */
  async notification(text) {
    const toast = this.page.locator('.notification-toast', { hasText: text });
    await toast.first().waitFor({ timeout: 30_000 });
    const said = await toast.first().textContent();
    await this.run('Notifications: Clear All Notifications');
    return said;
  }

  /** Takes back what was typed into the file in front. */
  revert() {
    return this.run('File: Revert File');
  }

  /** Waits until the status bar has a verdict. */
  async settled() {
    const verdict = this.page.locator('.statusbar-item', { hasText: /Drydock: (?!simulating)/ });
    // The command has to reach the extension before its own verdict can be told from the last one.
    await this.page.waitForTimeout(500);
    await verdict.first().waitFor({ timeout: 30_000 });
    return verdict.first().textContent();
  }

  /** Brings the Running Pods view to the front. */
  async showCluster() {
    await this.run('Drydock: Focus on Running Pods View');
    await this.treeRows().first().waitFor({ timeout: 30_000 });
  }

  /** Rows of a tree view, as a screen reader reads them. */
  treeRows() {
    return this.page.locator('.pane-body .monaco-list-row[aria-label]');
  }

  /** The document inside the webview that is in front. */
  webview() {
    return this.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
  }

  /** @param {{ x: number, y: number, width: number, height: number }} [clip] the whole window without it */
  async screenshot(name, clip) {
    mkdirSync(output, { recursive: true });
    const file = path.join(output, `${name}.png`);
    // A pointer that rests on something opens its tooltip over the rest.
    await this.page.mouse.move(5, 5);
    await this.page.waitForTimeout(400);
    await this.page.screenshot({ path: file, clip });
    return file;
  }
}
