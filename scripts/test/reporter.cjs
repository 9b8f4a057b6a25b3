const { writeFileSync } = require('node:fs');
const { reporters, Runner } = require('mocha');

const { EVENT_RUN_END, EVENT_SUITE_BEGIN, EVENT_SUITE_END, EVENT_TEST_FAIL, EVENT_TEST_PASS, EVENT_TEST_PENDING } =
  Runner.constants;

/** One line per outermost suite, every failure in full, and the counts in the file that COUNTS_FILE names. */
module.exports = class Summary extends reporters.Base {
  constructor(runner, options) {
    super(runner, options);
    let counts;
    runner.on(EVENT_SUITE_BEGIN, (suite) => {
      if (suite.parent?.root) counts = { passed: 0, failed: 0, pending: 0, startedAt: Date.now() };
    });
    runner.on(EVENT_TEST_PASS, () => counts.passed++);
    runner.on(EVENT_TEST_PENDING, () => counts && counts.pending++);
    runner.on(EVENT_TEST_FAIL, (test) => {
      if (counts) counts.failed++;
      console.log(`    ✖ ${test.fullTitle()}`);
    });
    runner.on(EVENT_SUITE_END, (suite) => {
      if (suite.parent?.root) console.log(`  ${toLine(suite.title, counts)}`);
    });
    runner.once(EVENT_RUN_END, () => {
      if (this.failures.length > 0) this.epilogue();
      const { passes, failures, pending } = this.stats;
      if (process.env.COUNTS_FILE) {
        writeFileSync(process.env.COUNTS_FILE, JSON.stringify({ passed: passes, failed: failures, pending }));
      }
    });
  }
};

function toLine(title, { passed, failed, pending, startedAt }) {
  const parts = [`${passed} passed`];
  if (failed > 0) parts.push(`${failed} failed`);
  if (pending > 0) parts.push(`${pending} left out`);
  return `${failed > 0 ? '✖' : '✔'} ${title}: ${parts.join(', ')} (${Date.now() - startedAt} ms)`;
}
