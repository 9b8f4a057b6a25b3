// Lets tests and nodes run from their TypeScript sources: mocha requires this file first (.mocharc.json).
// It keeps every statement on a line of its own, which loaders that minify do not, so that coverage tells the truth.
const { readFileSync } = require('node:fs');
const Module = require('node:module');
const { transformSync } = require('esbuild');

// Stack traces name the lines of the sources.
process.setSourceMapsEnabled(true);

require.extensions['.ts'] = (module, file) => {
  const { code } = transformSync(readFileSync(file, 'utf8'), {
    loader: 'ts',
    format: 'cjs',
    platform: 'node',
    target: 'es2022',
    sourcefile: file,
    sourcemap: 'inline',
    // An import() would leave this loader behind and not find TypeScript.
    supported: { 'dynamic-import': false },
  });
  module._compile(code, file);
};

const resolveFilename = Module._resolveFilename;
Module._resolveFilename = function (request, ...rest) {
  try {
    return resolveFilename.call(this, request, ...rest);
  } catch (error) {
    // The compiler wants './x.js' in an import(), where the source is x.ts.
    if (error.code !== 'MODULE_NOT_FOUND' || !/^\.\.?\/.*\.js$/.test(request)) throw error;
    return resolveFilename.call(this, request.replace(/\.js$/, '.ts'), ...rest);
  }
};
