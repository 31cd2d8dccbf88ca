/* eslint-disable */ export class MailService { [k: string]: any }
