import type { ElectronApplication, Page } from 'playwright';

/** In the page, from its first moment: every breach of the policy is said on the console, with what was refused. */
const TELL_VIOLATIONS = `document.addEventListener('securitypolicyviolation', (event) =>
  console.error('securitypolicyviolation ' + event.effectiveDirective + ' ' + (event.blockedURI || '') + ' ' + (event.sample || '')))`;

/** What the main process says when an error reached nobody. */
const UNCAUGHT = /Unhandled|Uncaught|Error occurred in handler/;

/** Collects what goes wrong without being seen. The page is loaded anew, so that its very first moments are watched as well. */
export async function watchProblems(app: ElectronApplication, page: Page, problems: string[]): Promise<void> {
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') problems.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => problems.push(`exception: ${error.message}`));
  page.on('crash', () => problems.push('The page crashed.'));
  app.process().stderr?.on('data', (data: Buffer) => {
    for (const line of data.toString().split('\n')) if (UNCAUGHT.test(line)) problems.push(`main: ${line}`);
  });
  await page.addInitScript(TELL_VIOLATIONS);
  await page.waitForLoadState();
  await page.reload();
}
