/** Whether every brace and parenthesis of a form has its partner. */
export function isBalanced(form: string): boolean {
  const open: string[] = []
  for (const [mark] of form.matchAll(/[(){}]/g)) {
    if (mark === '(' || mark === '{') open.push(mark)
    else if (open.pop() !== (mark === ')' ? '(' : '{')) return false
  }
  return open.length === 0
}
