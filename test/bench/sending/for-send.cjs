const { phoneOf, textOf } = require('./messages.cjs');

/** Makes one message after the other for the send node. */
exports.maker = () => {
  let index = 0;
  return () => {
    index += 1;
    return { payload: textOf(index), to: phoneOf(index) };
  };
};
