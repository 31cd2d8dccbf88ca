/* eslint-disable */ export class InboxService { [k: string]: any }
