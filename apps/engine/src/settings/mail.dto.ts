import { Email, Flag, Int, Text } from '../http/fields.js';

export class MailSettings {
  @Text({ max: 255, pattern: /^[A-Za-z0-9.:_-]+$/, patternText: 'must be a host name or an address' }) host!: string;
  @Int({ min: 1, max: 65_535 }) port!: number;
  @Flag({ description: 'TLS from the first byte (port 465); otherwise STARTTLS when the server offers it.' })
  secure!: boolean;
  @Text({ optional: true, min: 0, max: 320 }) user?: string;
  @Text({
    optional: true,
    min: 0,
    max: 1_000,
    format: 'password',
    description: 'Kept encrypted, never shown; absent keeps the one there is, empty removes it.',
  })
  password?: string;
  @Text({
    max: 320,
    pattern: /^[^\r\n]*@[^\r\n]*$/,
    patternText: 'must be an address such as Shop <hello@shop.example>',
    description: '`Shop <hello@shop.example>`',
  })
  from!: string;
}

export class MailSettingsView {
  @Flag({ description: "Whether mail can be sent: by these settings or by the engine's default." })
  configured!: boolean;
  @Text({ min: 0 }) host!: string;
  @Int() port!: number;
  @Flag() secure!: boolean;
  @Text({ min: 0 }) user!: string;
  @Flag() hasPassword!: boolean;
  @Text({ min: 0 }) from!: string;
}

export class MailTest {
  @Email() to!: string;
}

export class MailTestResult {
  @Flag() ok!: boolean;
  @Text({ min: 0, max: 1_000, description: 'What the mail server said.' }) reply!: string;
}
