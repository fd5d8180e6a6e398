import { Anchor, type AnchorProps, Button, type ButtonProps } from '@mantine/core'
import { createLink } from '@tanstack/react-router'
import type { AnchorHTMLAttributes, Ref } from 'react'

type Native = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof ButtonProps> & { ref?: Ref<HTMLAnchorElement> }
type NativeText = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof AnchorProps> & { ref?: Ref<HTMLAnchorElement> }

/** A link that looks like a button: `<LinkButton to="/tables/$table" params={{ table }}>`. */
export const LinkButton = createLink((props: ButtonProps & Native) => <Button component="a" {...props} />)

/** A link in text, with the router's typed address. */
export const TextLink = createLink((props: AnchorProps & NativeText) => <Anchor {...props} />)
