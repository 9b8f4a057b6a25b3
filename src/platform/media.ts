import type { Readable } from 'node:stream';

/** A file for the platform. */
export interface MediaUpload {
  /** A stream is read once, and closed whatever happens. */
  content: Buffer | Readable;
  /** In bytes, where a stream's is known. */
  size?: number;
  /** Like `image/jpeg`. */
  mimeType: string;
  filename: string;
}

/** What the platform knows about a media ID. */
export interface MediaInfo {
  id: string;
  /** Where the file is, for five minutes; it opens with the access token only. */
  url: string;
  mimeType: string;
  /** Of the file, in bytes; undefined where the platform does not say. */
  size: number | undefined;
  /** Digest of the file in hex or base64, as the platform writes it; undefined where it does not say. */
  sha256: string | undefined;
}

/** Takes one piece of a file after the other. */
export type MediaSink = (piece: Buffer) => Promise<void> | void;

export interface MediaOperations {
  /**
   * Uploads a file, which lasts 30 days.
   *
   * @returns its media ID
   * @throws PlatformError, NoAnswerError; what reading the stream throws
   */
  uploadMedia(upload: MediaUpload): Promise<string>;
  /** @throws PlatformError `media_not_found` and others, NoAnswerError */
  mediaInfo(id: string): Promise<MediaInfo>;
  /**
   * Fetches the file of a media ID, from the address that the platform names for it and no other.
   *
   * @param sink what it throws ends the download
   * @throws as `mediaInfo`; PlatformError `media_address_refused`, `media_too_large`, `media_damaged`
   */
  downloadMedia(id: string, sink: MediaSink, maxBytes: number): Promise<MediaInfo & { size: number }>;
  /** @throws as `mediaInfo` */
  deleteMedia(id: string): Promise<void>;
}
