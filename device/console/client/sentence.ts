/** Begins like a sentence what the box says as a part of one. */
export const capital = (text: string): string =>
  text.replace(/^([¿¡«]?)(\p{Ll})/u, (_, mark: string, letter: string) => mark + letter.toUpperCase());
