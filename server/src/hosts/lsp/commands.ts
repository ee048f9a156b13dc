/** The command of the code lens, with a URI and the scenario's first line. The editor's client passes it on to the server. */
export const rehearseCommand = 'drydock.rehearse';
