import { appElement } from './app/index.ts'
import type { Element } from './contract.ts'
import { ephysElement } from './ephys/index.ts'
import { eventElement } from './event/index.ts'
import { imagingElement } from './imaging/index.ts'
import { labElement } from './lab/index.ts'
import { probeElement } from './probe/index.ts'
import { projectElement } from './project/index.ts'
import { scanElement } from './scan/index.ts'
import { sessionElement, sessionElementById } from './session/index.ts'
import { subjectElement } from './subject/index.ts'
import { trialElement } from './trial/index.ts'

/** Every element of this LabBook, parents first. A new one is added here. */
export const elements: readonly Element[] = [
  labElement,
  projectElement,
  subjectElement,
  sessionElement,
  eventElement,
  trialElement,
  probeElement,
  ephysElement,
  scanElement,
  imagingElement,
  appElement,
]

/** The elements of a laboratory whose sessions are keyed by their start, or by a number. */
export const elementsBySession: Readonly<Record<'datetime' | 'id', readonly Element[]>> = {
  datetime: elements,
  id: elements.map((element) => (element === sessionElement ? sessionElementById : element)),
}

/** What every LabBook has; the others are chosen in labbook.config.ts. */
export const baseElements: readonly string[] = ['lab', 'project', 'subject', 'session', 'app']

/** What a laboratory may have tables of its own for, and the tables of the elements that those stand for. */
export const linkedTables = {
  Session: 'session.Session',
  Subject: 'subject.Subject',
  Experimenter: 'lab.User',
  Device: 'lab.Device',
  SessionDirectory: 'session.SessionDirectory',
  SessionExperimenter: 'session.SessionExperimenter',
  SessionNote: 'session.SessionNote',
} as const
