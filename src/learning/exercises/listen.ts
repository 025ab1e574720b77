import { type Static, Type } from '@sinclair/typebox'
import { Closed } from '../../http/schema.ts'
import { displayText, readings } from '../../language/forms.ts'
import { loose } from '../../language/loose.ts'
import { isAskable, mainForm } from '../../language/main-form.ts'
import { TypedKey } from '../judging/typed-key.ts'
import { Position } from './answer.ts'
import type { Material } from './material.ts'
import type { Planned } from './planned.ts'
import { keyFor } from './question.ts'
import type { Entry } from './vocabulary.ts'

export const ListenExercise = Type.Object(
  {
    id: Position,
    kind: Type.Literal('listen'),
    audio: Type.String({
      description: 'Where it can be heard, as the course refers to it',
      examples: ['audio/3f2a9c.mp3']
    })
  },
  { title: 'ListenExercise', description: 'Type what is heard, in the language taught' }
)
export type ListenExercise = Static<typeof ListenExercise>

export const ListenKey = Closed({ kind: Type.Literal('listen'), typed: TypedKey })
export type ListenKey = Static<typeof ListenKey>

/**
 * The item to be written down as it is heard. Only its main form counts, for that is what is spoken. Undefined where it has
 * no audio, or the name of the audio tells what it says.
 */
export function planListen(material: Material, entry: Entry): Planned<ListenExercise, ListenKey> | undefined {
  const { audio, target } = entry.item
  if (!audio) return undefined
  const heard = readings(mainForm(target)).map(displayText).filter(isAskable)
  if (tells(audio, heard)) return undefined
  return {
    exercise: { kind: 'listen', audio },
    key: { kind: 'listen', typed: keyFor(material, 'target', heard) },
    entries: [entry]
  }
}

/** Whether a reference names what is heard: all its letters in a row, or in a short word as a word of the name. */
function tells(audio: string, heard: readonly string[]): boolean {
  const name = decoded(audio)
  const words = name.split(/[^\p{L}\p{M}\p{N}]+/u).map(loose)
  return heard.map(loose).some((word) => (word.length < 4 ? words.includes(word) : loose(name).includes(word)))
}

function decoded(reference: string): string {
  try {
    return decodeURIComponent(reference)
  } catch {
    return reference
  }
}
