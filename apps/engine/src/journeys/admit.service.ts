/* eslint-disable */ export class AdmitService { [k: string]: any }
