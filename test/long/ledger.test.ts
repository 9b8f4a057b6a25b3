// The properties are those of the unit tests; what they read when they are loaded makes them long: a hundred thousand
// histories of each in a full run, fewer where there is less time.
const minutes = Number(process.env.LONG_MINUTES || 60);
process.env.LEDGER_RUNS ??= String(Math.min(100_000, Math.round(2_000 * minutes)));

require('../unit/identity/ledger.property.test');
require('../unit/identity/safety.property.test');
