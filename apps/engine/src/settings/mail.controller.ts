import { Body, Controller, Get, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { FromCaller, type Caller } from '../accounts/caller.js';
import { Operation } from '../http/operation.js';
import { MailSettings, MailSettingsView, MailTest, MailTestResult } from './mail.dto.js';
import { MailService } from './mail.service.js';

@ApiTags('settings')
@Controller('api/settings/mail')
export class MailController {
  readonly #mail: MailService;

  constructor(mail: MailService) {
    this.#mail = mail;
  }

  @Get()
  @Operation({ summary: 'How mail leaves the house', access: 'admin', returns: MailSettingsView })
  getMailSettings(@FromCaller() caller: Caller): Promise<MailSettingsView> {
    return this.#mail.view(caller.workspaceId);
  }

  @Put()
  @Operation({ summary: 'Set the mail server', access: 'admin', returns: MailSettingsView })
  setMailSettings(@FromCaller() caller: Caller, @Body() body: MailSettings): Promise<MailSettingsView> {
    return this.#mail.change(caller, body);
  }

  @Post('test')
  @Operation({
    summary: 'Send a test mail now',
    access: 'admin',
    returns: MailTestResult,
    fails: { 409: '`mail.not-configured`: set a mail server first.' },
  })
  testMail(@FromCaller() caller: Caller, @Body() body: MailTest): Promise<MailTestResult> {
    return this.#mail.test(caller.workspaceId, body.to);
  }
}
