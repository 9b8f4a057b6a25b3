import { findOrInstallChromium } from './test/chromium.mjs';
import { findOrInstallNodeRed5 } from './test/node-red-5.mjs';
import { fullSteps, longSteps, quickSteps } from './test/steps.mjs';

const isCi = process.env.CI === 'true';
const startedAt = Date.now();
const total = { passed: 0, failed: 0, pending: 0 };

const steps = await plan(process.argv[2]);
for (const step of steps) {
  const failed = !(await take(step));
  if (failed) {
    console.log(`\nStopped: "${step.name}" failed.`);
    break;
  }
}
close();

async function plan(which) {
  if (which === 'quick') return quickSteps;
  if (which !== undefined && which !== 'long') {
    console.error(`There is no test plan "${which}": say nothing, "quick" or "long".`);
    process.exit(2);
  }
  const nodeRed5 = await findOrInstallNodeRed5();
  leaveOut(!nodeRed5 && 'the suites on Node-RED 5.0: they need the npm registry, and Linux or Node.js 22.9');
  if (which === 'long') return total.failed > 0 ? [] : longSteps({ nodeRed5 });
  const chromium = await findOrInstallChromium();
  leaveOut(!chromium && 'the browser suites: install Chromium, or name one in CHROMIUM');
  return total.failed > 0 ? [] : fullSteps({ chromium, nodeRed5 });
}

/** Says in one line what is missing; a CI run that leaves something out has failed. */
function leaveOut(what) {
  if (!what) return;
  console.log(`Left out: ${what}.`);
  if (isCi) total.failed++;
}

async function take({ name, go }) {
  const from = Date.now();
  console.log(`▶ ${name}`);
  const { ok, passed = 0, failed = 0, pending = 0 } = await go();
  total.passed += passed;
  total.failed += failed;
  total.pending += pending;
  console.log(`${ok ? '✔' : '✖'} ${name} (${seconds(from)})`);
  return ok;
}

function close() {
  const pending = total.pending > 0 ? `, ${total.pending} tests left out` : '';
  console.log(`\n${seconds(startedAt)} in all${pending}`);
  // Plain and last, for whoever reads this by program.
  console.log(`${total.passed} passed, ${total.failed} failed`);
  process.exitCode = total.failed > 0 ? 1 : 0;
}

function seconds(from) {
  return `${((Date.now() - from) / 1000).toFixed(1)} s`;
}
