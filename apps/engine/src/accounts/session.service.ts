/* eslint-disable */ export class SessionService { [k: string]: any }
