/* eslint-disable */ export class PreviewService { [k: string]: any }
