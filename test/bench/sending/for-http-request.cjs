const { TOKEN, toBody } = require('./messages.cjs');

/** Makes one message after the other for Node-RED's own node. */
exports.maker = () => {
  let index = 0;
  return () => {
    index += 1;
    return { payload: toBody(index), headers: { authorization: `Bearer ${TOKEN}` } };
  };
};
