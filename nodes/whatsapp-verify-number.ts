import type { Node, NodeAPI, NodeDef } from 'node-red';
import { serveNumber } from './shared/number-node';
import type { Incoming } from './shared/on-input';
import { pickOperation } from './shared/pick-operation';
import { takeSecrets } from './shared/take-secrets';
import { VERIFY_OPERATIONS, type VerifyOperation, type VerifyRequest } from './shared/verify-operations';

interface VerifyNumberConfig extends NodeDef {
  account: string;
  operation?: string;
  codeMethod?: string;
  language?: string;
  region?: string;
}

interface VerifyNumberCredentials {
  pin: string | undefined;
}

/** What a flow may set on the message. */
interface VerifyNumberInput extends Incoming {
  operation?: unknown;
  /** Not `method`, which flows set for http request nodes. */
  codeMethod?: unknown;
  language?: unknown;
  region?: unknown;
}

module.exports = (RED: NodeAPI): void => {
  function VerifyNumberConstructor(this: Node<VerifyNumberCredentials>, config: VerifyNumberConfig): void {
    RED.nodes.createNode(this, config);
    serveNumber<{ operate: VerifyOperation; request: VerifyRequest }>(RED, this, {
      accountId: config.account,
      toRequest: async (msg: VerifyNumberInput) => {
        const name = String(msg.operation ?? (config.operation || 'status'));
        // Where the operation is mistyped, the payload may be a code all the same.
        const secrets = takeSecrets(msg, name === 'verifyCode' || !Object.hasOwn(VERIFY_OPERATIONS, name));
        const operate = pickOperation(VERIFY_OPERATIONS, name);
        return {
          operate,
          request: {
            code: secrets.code,
            pin: secrets.pin ?? this.credentials?.pin,
            codeMethod: msg.codeMethod ?? config.codeMethod,
            language: msg.language ?? config.language,
            region: msg.region ?? config.region,
          },
        };
      },
      operate: (account, { operate, request }) => operate(account, request),
    });
  }

  RED.nodes.registerType<
    Node<VerifyNumberCredentials>,
    VerifyNumberConfig,
    Record<string, never>,
    VerifyNumberCredentials
  >('whatsapp-verify-number', VerifyNumberConstructor, { credentials: { pin: { type: 'password' } } });
};
