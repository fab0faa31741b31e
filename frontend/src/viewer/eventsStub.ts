// Stands in for Node's "events", which vtk.js asks for through its XML writer and never uses in a browser.
export function EventEmitter(): void {
  // vtk.js only derives from it.
}
export default EventEmitter;
