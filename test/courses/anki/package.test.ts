import t from 'tap'
import { readAnkiPackage } from '../../../src/courses/anki/read-package.ts'
import type { CourseDocument } from '../../../src/courses/document.ts'
import { type Cards, newPackage, oldCollection, temporaryFiles, writePackage } from './packages.ts'

const languages = { target: { code: 'es', name: 'Spanish' }, source: { code: 'en', name: 'English' } }

const cards: Cards = {
  types: [
    { name: 'Basic', fields: ['Front', 'Back'] },
    { name: 'With sound', fields: ['Picture', 'Word', 'Translation', 'Audio', 'Example'] }
  ],
  decks: ['Spanish::Animals', 'Spanish::Food and drink', 'Verbs'],
  notes: [
    { fields: ['el perro<br>el can', '<div>the dog;&nbsp;the hound</div>'] },
    { type: 1, deck: 1, fields: ['<img src="bread.jpg">', 'el pan', 'the bread', '[sound:pan.mp3]', 'Como pan.'] },
    { deck: 2, fields: ['Voy al {{c1::cine::place}}.', 'I go to the cinema.'] }
  ]
}

const itemsOf = (course: CourseDocument | undefined) =>
  course?.units.flatMap((unit) =>
    unit.skills.flatMap((skill) =>
      skill.items.map(({ kind, target, source, images, audio }) => ({
        at: `${unit.slug}/${skill.slug}`,
        kind,
        target,
        source,
        images,
        audio
      }))
    )
  )

const expected = [
  {
    at: 'spanish/animals',
    kind: 'word',
    target: ['el perro', 'el can'],
    source: ['the dog', 'the hound'],
    images: [],
    audio: null
  },
  {
    at: 'spanish/food-and-drink',
    kind: 'word',
    target: ['el pan'],
    source: ['the bread'],
    images: ['bread.jpg'],
    audio: 'pan.mp3'
  },
  {
    at: 'verbs/verbs',
    kind: 'phrase',
    target: ['Voy al cine.'],
    source: ['I go to the cinema.'],
    images: [],
    audio: null
  }
]
const codes = ['not-kept', 'not-kept', 'cloze']

t.test('packages of old and new versions give the same course', async (t) => {
  const temporary = temporaryFiles(t)
  const folder = t.testdir()
  const read = []
  for (const name of ['collection.anki2', 'collection.anki21'])
    read.push(await readAnkiPackage(await writePackage(folder, { [name]: oldCollection(cards) }), languages))
  read.push(await readAnkiPackage(await newPackage(folder, cards), languages))
  for (const { course, faults } of read) {
    t.strictSame(itemsOf(course), expected)
    t.strictSame(
      faults.map(({ code }) => code),
      codes
    )
  }
  t.strictSame(read[0], read[2])
  t.equal(read[0]!.course?.slug, 'spanish-from-english')
  t.strictSame(temporary(), [], 'nothing is left behind')
})
