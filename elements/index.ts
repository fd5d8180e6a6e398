import { appElement } from './app/index.ts'
import type { Element } from './contract.ts'
import { ephysElement } from './ephys/index.ts'
import { eventElement } from './event/index.ts'
import { imagingElement } from './imaging/index.ts'
import { labElement } from './lab/index.ts'
import { probeElement } from './probe/index.ts'
import { projectElement } from './project/index.ts'
import { scanElement } from './scan/index.ts'
import { sessionElement } from './session/index.ts'
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
