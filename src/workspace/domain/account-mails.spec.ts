import { linkMail, mailOf, noticeMail } from './account-mails';

describe('mails about accounts', () => {
  it('carry their link in text and HTML', () => {
    const link = 'https://app.example/reset-password?token=abc&x="y"';
    const { subject, text, html } = linkMail('reset-password', link);
    expect(subject).toBe('Choose a new password');
    expect(text).toContain(link);
    expect(html).toContain('href="https://app.example/reset-password?token=abc&amp;x=&quot;y&quot;"');
  });

  it('escape everything in HTML', () => {
    const { html, text } = mailOf('Hi', ['<script>alert("1")</script>'], ["it's & more"]);
    expect(html).not.toContain('<script>');
    expect(html).toContain('it&#39;s &amp; more');
    expect(text).toContain('<script>');
  });

  it('tell what happened without a link', () => {
    expect(noticeMail('password-changed').text).not.toMatch(/https?:/);
  });
});
