// The properties are those of the unit tests; what they read when they are loaded makes them long.
process.env.LEDGER_RUNS ??= '100000';

require('../unit/identity/ledger.property.test');
require('../unit/identity/safety.property.test');
