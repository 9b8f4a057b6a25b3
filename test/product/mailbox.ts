import { waitUntil } from '../harness/wait';
import type { Page, Product } from './product';

/** An e-mail as the simulated mailbox shows it. */
export interface Mail {
  to: string;
  /** Where its link leads, from the root of the server. */
  link: string;
  code: string;
}

/** The e-mails that the re-authentication flow has sent, newest first. */
export async function readMails(product: Product): Promise<Mail[]> {
  const { html } = await product.page('/reauth/mailbox');
  return [...html.matchAll(/<article>.*?<\/article>/gs)].map(([article]) => ({
    to: / to ([^<]+)</.exec(article)?.[1] ?? '',
    link: `/reauth/${unescapeHtml(/href="([^"]+)"/.exec(article)?.[1] ?? '')}`,
    code: /code: (\d{6})/.exec(article)?.[1] ?? '',
  }));
}

/** Waits for the e-mail with this number, counted from 1, and gives it. */
export async function waitForMail(product: Product, number: number): Promise<Mail> {
  const mails = await waitUntil(
    async () => {
      const present = await readMails(product);
      return present.length >= number ? present : null;
    },
    { what: `e-mail ${number}` },
  );
  const mail = mails[mails.length - number];
  if (mail === undefined) throw new Error(`There is no e-mail ${number}`);
  return mail;
}

/** Types the code of an e-mail into the page that its link leads to. */
export const confirm = (product: Product, { link, code }: Mail): Promise<Page> => product.page(link, { code });

/** A code that is not that of the e-mail. */
export const wrongCode = ({ code }: Mail): string => (code === '000000' ? '000001' : '000000');

const unescapeHtml = (text: string): string => text.replaceAll('&#x2F;', '/').replaceAll('&#x3D;', '=');
