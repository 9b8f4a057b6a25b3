import { PlatformError } from '../errors';

export const notFound = (error?: PlatformError): PlatformError =>
  new PlatformError('media_not_found', 'The platform has no media with this ID, or not for this number.', {
    ...error?.cause,
    retryable: false,
    advice:
      "Media of customers can be downloaded for 7 days, your own for 30; check that the account is the number's that received it.",
  });

export const addressRefused = (host: string): PlatformError =>
  new PlatformError(
    'media_address_refused',
    `The platform named an address for the media (${host}) that is not its own.`,
    {
      retryable: false,
      advice: 'The access token was not sent there. Check the base URL of the account.',
    },
  );

export const tooLarge = (size: number, limit: number): PlatformError =>
  new PlatformError('media_too_large', `The media has ${size} bytes or more, and the limit is ${limit}.`, {
    retryable: false,
    advice: 'Raise the limit in the node, or write it to a file instead of keeping it in memory.',
  });

export const damaged = (): PlatformError =>
  new PlatformError(
    'media_damaged',
    'The file that came is not the one that the platform described: its hash differs.',
    {
      retryable: true,
      advice: 'Download it again; if it stays so, ask the customer to send it again.',
    },
  );
