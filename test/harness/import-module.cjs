// What TypeScript calls import() becomes a require() in our tests, which older Node.js refuses for ES modules.

/** Imports a package that has only ES modules. */
module.exports = (name) => import(name);
