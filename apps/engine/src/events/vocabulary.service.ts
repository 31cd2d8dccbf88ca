/* eslint-disable */ export class VocabularyService { [k: string]: any }
