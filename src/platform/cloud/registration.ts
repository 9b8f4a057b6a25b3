import type { CodeRequest, Registration } from '../number';
import type { Graph } from './graph';

const LOOK_AT_NUMBER = "look at the number's status before trying again, for the attempts are limited.";

/** Has the platform send the registration code to the number (S1). */
export function requestCode(graph: Graph, id: string, { method, language }: CodeRequest): Promise<void> {
  return graph.command({
    method: 'POST',
    path: `${id}/request_code`,
    body: { code_method: method, language },
    repeatable: false,
    ifUnknown: 'see whether a code arrives before requesting another one, for the attempts are limited.',
  });
}

/** Hands the registration code in (S1). */
export function verifyCode(graph: Graph, id: string, code: string): Promise<void> {
  return graph.command({
    method: 'POST',
    path: `${id}/verify_code`,
    body: { code },
    secrets: [code],
    repeatable: false,
    ifUnknown: LOOK_AT_NUMBER,
  });
}

/** Registers the number for sending (facts, section 4). */
export function register(graph: Graph, id: string, { pin, dataLocalizationRegion }: Registration): Promise<void> {
  return graph.command({
    method: 'POST',
    path: `${id}/register`,
    body: {
      messaging_product: 'whatsapp',
      pin,
      ...(dataLocalizationRegion === undefined ? {} : { data_localization_region: dataLocalizationRegion }),
    },
    secrets: [pin],
    repeatable: false,
    ifUnknown: LOOK_AT_NUMBER,
  });
}

export function deregister(graph: Graph, id: string): Promise<void> {
  return graph.command({ method: 'POST', path: `${id}/deregister`, repeatable: false, ifUnknown: LOOK_AT_NUMBER });
}

export function setTwoStepPin(graph: Graph, id: string, pin: string): Promise<void> {
  return graph.command({ method: 'POST', path: id, body: { pin }, secrets: [pin], repeatable: true });
}
