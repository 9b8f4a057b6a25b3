import type { Api, Platform } from './platform';

/**
 * A platform that is still being opened: what is asked of it waits. When opening it fails, everything that is asked
 * fails for that reason.
 */
export function deferPlatform(api: Api, opening: Promise<Platform>): Platform {
  let opened: Platform | undefined;
  opening.then(
    (platform) => {
      opened = platform;
    },
    // Whoever asks hears of it; nobody has to.
    () => undefined,
  );
  return {
    api,
    usage: { latest: () => opened?.usage.latest(), delayMs: (kind) => opened?.usage.delayMs(kind) ?? 0 },
    sendMessage: async (message, options) => (await opening).sendMessage(message, options),
    markAsRead: async (receipt, options) => (await opening).markAsRead(receipt, options),
    setIdentityCheck: async (enabled) => (await opening).setIdentityCheck(enabled),
    readIdentityCheck: async () => (await opening).readIdentityCheck(),
    requestCode: async (request) => (await opening).requestCode(request),
    verifyCode: async (code) => (await opening).verifyCode(code),
    register: async (registration) => (await opening).register(registration),
    deregister: async () => (await opening).deregister(),
    setTwoStepPin: async (pin) => (await opening).setTwoStepPin(pin),
    numberInfo: async (fields) => (await opening).numberInfo(fields),
    listNumbers: async (page) => (await opening).listNumbers(page),
    listTemplates: async (page) => (await opening).listTemplates(page),
    subscribedApps: async () => (await opening).subscribedApps(),
    subscribeApp: async () => (await opening).subscribeApp(),
    uploadMedia: async (upload) => (await opening).uploadMedia(upload),
    mediaInfo: async (id) => (await opening).mediaInfo(id),
    downloadMedia: async (id, sink, maxBytes) => (await opening).downloadMedia(id, sink, maxBytes),
    deleteMedia: async (id) => (await opening).deleteMedia(id),
    validateContacts: async (request) => (await opening).validateContacts(request),
    readIdentity: async (waId) => (await opening).readIdentity(waId),
    acknowledgeIdentity: async (waId, hash) => (await opening).acknowledgeIdentity(waId, hash),
    inspectToken: async () => (await opening).inspectToken(),
    logIn: async () => (await opening).logIn(),
    serverInfo: async () => (await opening).serverInfo(),
    close: () => void opening.then((platform) => platform.close()).catch(() => undefined),
  };
}
