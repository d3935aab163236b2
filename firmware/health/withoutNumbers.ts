/** Five digits and more, however they are grouped, are a number that somebody has: a phone, a SIM, a patient. */
const NUMBER = /\+?\(?\d(?:[ ().\-/]{0,2}\d){4,}/g;
/** A broker's address is nobody's number, and says what to look at. */
const ADDRESS = /^\d{1,3}(\.\d{1,3}){3}$/;

/** A fault's detail as it may leave the box: it names lines, people's ids and reply codes, never a number of anybody. */
export const withoutNumbers = (detail: string): string =>
  detail.replace(NUMBER, (found) => (ADDRESS.test(found) ? found : "•••"));
