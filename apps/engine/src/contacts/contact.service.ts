/* eslint-disable */ export class ContactService { [k: string]: any }
